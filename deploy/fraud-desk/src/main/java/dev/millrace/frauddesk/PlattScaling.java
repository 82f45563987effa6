package dev.millrace.frauddesk;

import dev.millrace.fraud.domain.Calibration;

/**
 * Fits a {@link Calibration} to margins of payments that the trees have not seen: the logistic
 * curve of greatest likelihood, with targets drawn a little from 0 and 1 so that few frauds do not
 * make it too steep (Platt 1999).
 */
final class PlattScaling {
  private static final int MOST_STEPS = 100;
  private static final double SETTLED = 1e-10;

  /** Keeps the curvature invertible where all margins are one. */
  private static final double RIDGE = 1e-9;

  private PlattScaling() {}

  /**
   * The fitted curve.
   *
   * @throws IllegalArgumentException if there is no fraud or nothing else, or a higher margin does
   *     not mean more fraud
   */
  static Calibration fit(double[] margins, boolean[] fraud) {
    int frauds = 0;
    for (boolean one : fraud) {
      frauds += one ? 1 : 0;
    }
    int others = fraud.length - frauds;
    if (frauds == 0 || others == 0) {
      throw new IllegalArgumentException(
          "payments to calibrate by must be fraud and legitimate ones, got %d frauds of %d"
              .formatted(frauds, fraud.length));
    }
    double fraudTarget = (frauds + 1.0) / (frauds + 2.0);
    double otherTarget = 1.0 / (others + 2.0);
    double slope = 1;
    double intercept = 0;
    double loss = loss(margins, fraud, fraudTarget, otherTarget, slope, intercept);
    for (int step = 0; step < MOST_STEPS; step++) {
      double slopeGradient = 0;
      double interceptGradient = 0;
      double slopeCurve = RIDGE;
      double mixedCurve = 0;
      double interceptCurve = RIDGE;
      for (int row = 0; row < margins.length; row++) {
        double p = 1 / (1 + Math.exp(-(slope * margins[row] + intercept)));
        double excess = p - (fraud[row] ? fraudTarget : otherTarget);
        double weight = p * (1 - p);
        slopeGradient += excess * margins[row];
        interceptGradient += excess;
        slopeCurve += weight * margins[row] * margins[row];
        mixedCurve += weight * margins[row];
        interceptCurve += weight;
      }
      double determinant = slopeCurve * interceptCurve - mixedCurve * mixedCurve;
      double slopeStep =
          (interceptCurve * slopeGradient - mixedCurve * interceptGradient) / determinant;
      double interceptStep =
          (slopeCurve * interceptGradient - mixedCurve * slopeGradient) / determinant;
      // Newton's step, halved until it is a step down.
      double part = 1;
      double next;
      do {
        next =
            loss(
                margins,
                fraud,
                fraudTarget,
                otherTarget,
                slope - part * slopeStep,
                intercept - part * interceptStep);
        part /= 2;
      } while (!(next <= loss) && part > SETTLED);
      if (!(next <= loss)) {
        break;
      }
      slope -= 2 * part * slopeStep;
      intercept -= 2 * part * interceptStep;
      boolean settled = loss - next < SETTLED * Math.abs(loss);
      loss = next;
      if (settled) {
        break;
      }
    }
    if (!(slope > 0)) {
      throw new IllegalArgumentException(
          "margins must rise with fraud, got a slope of " + slope + ": the trees rank nothing");
    }
    return new Calibration(slope, intercept);
  }

  /** Minus the log-likelihood. */
  private static double loss(
      double[] margins,
      boolean[] fraud,
      double fraudTarget,
      double otherTarget,
      double slope,
      double intercept) {
    double loss = 0;
    for (int row = 0; row < margins.length; row++) {
      double z = slope * margins[row] + intercept;
      double target = fraud[row] ? fraudTarget : otherTarget;
      // log(1 + e^z) without overflow.
      loss += Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - target * z;
    }
    return loss;
  }
}
