package dev.millrace.supplychain.domain.anomaly;

/**
 * How rare a deviation is among those before it: counts by size and sign, the newest some thousand
 * of them. Sizes are in typical deviations, four steps to a doubling.
 */
final class RarityCounts {
  private static final int STEPS = 48;
  private static final int STEPS_PER_DOUBLING = 4;

  /** Smallest size told apart is 2 to the power of minus this. */
  private static final int SMALLEST = 4;

  /** When so many are counted all counts are halved: the old ones fade. */
  private static final int HALVE_AT = 8_000;

  /** Weight of the guess made before anything is counted: each typical deviation halves a tail. */
  private static final double GUESS = .5;

  private static final double LEAST_SHARE = 1e-12;

  /** Numbers that it keeps. */
  static final int LENGTH = 2 * STEPS;

  private RarityCounts() {}

  /**
   * Minus the decimal logarithm of the share of deviations that were at least as large, on the same
   * side.
   *
   * @param counts all counts of a series
   * @param from where these begin
   */
  static double rarity(short[] counts, int from, double size) {
    double place = place(size);
    int step = (int) place;
    int side = from + (size < 0 ? STEPS : 0);
    double larger = counts[side + step] * (1 - (place - step));
    for (int i = step + 1; i < STEPS; i++) {
      larger += counts[side + i];
    }
    double guess = GUESS * Math.pow(2, -Math.abs(size));
    double share = (larger + guess) / (total(counts, from) + GUESS);
    return -Math.log10(Math.max(LEAST_SHARE, Math.min(1, share)));
  }

  static void add(short[] counts, int from, double size) {
    counts[from + (size < 0 ? STEPS : 0) + (int) place(size)]++;
    if (total(counts, from) >= HALVE_AT) {
      for (int i = from; i < from + LENGTH; i++) {
        counts[i] = (short) (counts[i] / 2);
      }
    }
  }

  private static int total(short[] counts, int from) {
    int total = 0;
    for (int i = from; i < from + LENGTH; i++) {
      total += counts[i];
    }
    return total;
  }

  private static double place(double size) {
    double doublings = Math.log(Math.abs(size)) / Math.log(2);
    return Math.max(0, Math.min(STEPS - .001, (doublings + SMALLEST) * STEPS_PER_DOUBLING));
  }
}
