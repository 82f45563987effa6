package dev.millrace.fraud.domain;

import java.io.Serializable;

/**
 * From margin to probability of fraud: 1 / (1 + exp(-(slope * margin + intercept))) (Platt).
 * Strictly increasing, so that ranking payments by probability or by margin is one; in double
 * precision that holds while the probability is below about 1 - 1e-9.
 *
 * @param slope above 0
 */
public record Calibration(double slope, double intercept) implements Serializable {

  /** Takes the margin for the log-odds that it means to be. */
  public static final Calibration IDENTITY = new Calibration(1, 0);

  /**
   * @throws IllegalArgumentException naming the parameter, the rule and the value
   */
  public Calibration {
    if (!(slope > 0) || slope == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("slope must be above 0 and finite, got " + slope);
    }
    if (!Double.isFinite(intercept)) {
      throw new IllegalArgumentException("intercept must be a finite number, got " + intercept);
    }
  }

  /** Probability of fraud, 0 to 1. */
  public double probability(double margin) {
    return 1 / (1 + Math.exp(-(slope * margin + intercept)));
  }
}
