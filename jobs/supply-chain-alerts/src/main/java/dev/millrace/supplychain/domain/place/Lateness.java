package dev.millrace.supplychain.domain.place;

import java.util.Arrays;

/**
 * How late passages usually are, as a share of the planned duration of their leg: counts in {@value
 * #BUCKETS} buckets that grow by the square root of 2, of which old ones fade. 104 bytes.
 *
 * @param counts passages in each bucket
 */
@SuppressWarnings("ArrayRecordComponent") // never shared, never changed
public record Lateness(float[] counts) {
  private static final int BUCKETS = 24;
  private static final double FIRST = 0.01;
  private static final double GROWTH = Math.sqrt(2);

  /** Counts are halved when there are as many: about the newest 1,000 passages count. */
  private static final float MOST = 1_000;

  /** Nothing is known. */
  public static Lateness unknown() {
    return new Lateness(new float[BUCKETS]);
  }

  /**
   * With one more passage.
   *
   * @param share how late it was, as a share of its leg
   * @param weight how much it counts
   */
  Lateness with(double share, float weight) {
    float[] now = counts.clone();
    now[bucket(share)] += weight;
    if (sum(now) > MOST) {
      for (int i = 0; i < now.length; i++) {
        now[i] /= 2;
      }
    }
    return new Lateness(now);
  }

  /** How many passages it rests on. */
  double size() {
    return sum(counts);
  }

  /** The share of the leg that so many of the passages were not later than. */
  double quantile(double share) {
    double left = share * size();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0 && counts[i] >= left) {
        double low = i == 0 ? 0 : upper(i - 1);
        return low + (upper(i) - low) * left / counts[i];
      }
      left -= counts[i];
    }
    return upper(BUCKETS - 1);
  }

  private static int bucket(double share) {
    if (share <= FIRST) {
      return 0;
    }
    return (int) Math.min(BUCKETS - 1, Math.ceil(Math.log(share / FIRST) / Math.log(GROWTH)));
  }

  private static double upper(int bucket) {
    return FIRST * Math.pow(GROWTH, bucket);
  }

  private static float sum(float[] counts) {
    float sum = 0;
    for (float count : counts) {
      sum += count;
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Lateness that && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }
}
