package dev.millrace.simulator.payments;

import java.util.SplittableRandom;

/**
 * Draws from a seed, the same on every machine: only {@link StrictMath}, and only those methods of
 * the generator whose algorithm does not change between Java versions.
 */
public final class Dice {
  /** Odd, with bits everywhere: kinds of one seed are far from each other. */
  private static final long KINDS = 0xd1b54a32d192ed03L;

  private final SplittableRandom random;
  private double spareGaussian = Double.NaN;

  public Dice(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /**
   * Draws of their own for each number of each kind; they take nothing from other draws of the
   * seed.
   */
  public static Dice of(long seed, long kind, long number) {
    long kindSeed = new SplittableRandom(seed ^ KINDS * (kind + 1)).nextLong();
    return new Dice(new SplittableRandom(kindSeed + number).nextLong());
  }

  /** Uniform in [0, 1). */
  public double uniform() {
    return (random.nextLong() >>> 11) * 0x1.0p-53;
  }

  /** Uniform in [low, high). */
  public double uniform(double low, double high) {
    return low + uniform() * (high - low);
  }

  /** Uniform whole number in [0, bound). */
  public int below(int bound) {
    return (int) (uniform() * bound);
  }

  /** True with the given probability. */
  public boolean chance(double probability) {
    return uniform() < probability;
  }

  /** Normal with mean 0 and deviation 1, by Marsaglia's polar method. */
  public double gaussian() {
    if (!Double.isNaN(spareGaussian)) {
      double spare = spareGaussian;
      spareGaussian = Double.NaN;
      return spare;
    }
    double u;
    double v;
    double square;
    do {
      u = uniform(-1, 1);
      v = uniform(-1, 1);
      square = u * u + v * v;
    } while (square >= 1 || square == 0);
    double factor = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
    spareGaussian = v * factor;
    return u * factor;
  }

  /** Waiting time until the next of events that come once per {@code mean} on average. */
  public double exponential(double mean) {
    return -mean * StrictMath.log(1 - uniform());
  }

  /** Number of events in a time in which {@code mean} come on average, 0 or above. */
  public int poisson(double mean) {
    int events = 0;
    for (double time = exponential(1); time < mean; time += exponential(1)) {
      events++;
    }
    return events;
  }
}
