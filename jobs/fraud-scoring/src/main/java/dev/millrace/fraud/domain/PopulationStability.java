package dev.millrace.fraud.domain;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * How far the newest values of a figure are spread otherwise than a reference: the population
 * stability index, the sum over the bins of (a - e) ln(a / e), where e is the share of the
 * reference in a bin and a that of the newest values. 0 if both are the same; usually read as no
 * shift below 0.1, a moderate one up to {@value #MAJOR}, a major one above (Siddiqi, Credit Risk
 * Scorecards, 2006). It is symmetric, the divergence of Jeffreys. A share of nothing counts as
 * 0.0001, so that the index stays finite.
 *
 * <p>Of the newest {@value #MOST_VALUES} values, at least the newer half: they are counted in two
 * windows that take turns, so that memory is two counts a bin. The index is worked out anew every
 * {@value #VALUES_APART} values. Values come from one thread; the index may be read by any.
 */
public final class PopulationStability {

  /** Above it, a shift is called a major one. */
  public static final double MAJOR = 0.25;

  /** Most values that the index is of. */
  public static final int MOST_VALUES = 10_000;

  /** Values from one index to the next, and before the first. */
  public static final int VALUES_APART = 1_000;

  private static final int WINDOW = MOST_VALUES / 2;
  private static final double LEAST_SHARE = 1e-4;

  private final Histogram reference;
  private int[] running;
  private int[] finished;
  private int runningValues;
  private int finishedValues;
  private volatile double index = Double.NaN;

  public PopulationStability(Histogram reference) {
    this.reference = requireNonNull(reference);
    this.running = new int[reference.bins()];
    this.finished = new int[reference.bins()];
  }

  /** Counts a value. */
  public void add(double value) {
    running[reference.bin(value)]++;
    runningValues++;
    if (runningValues % VALUES_APART == 0) {
      index = counted();
    }
    if (runningValues == WINDOW) {
      int[] forgotten = finished;
      finished = running;
      finishedValues = WINDOW;
      Arrays.fill(forgotten, 0);
      running = forgotten;
      runningValues = 0;
    }
  }

  /** The index, from 0; NaN until {@value #VALUES_APART} values were counted. */
  public double index() {
    return index;
  }

  private double counted() {
    double[] shares = reference.shares();
    double values = (double) runningValues + finishedValues;
    double sum = 0;
    for (int bin = 0; bin < shares.length; bin++) {
      double expected = Math.max(shares[bin], LEAST_SHARE);
      double actual = Math.max((running[bin] + finished[bin]) / values, LEAST_SHARE);
      sum += (actual - expected) * Math.log(actual / expected);
    }
    return sum;
  }
}
