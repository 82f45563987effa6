package dev.millrace.supplychain.domain.anomaly;

import java.io.Serializable;

/**
 * When a point is an anomaly. One set of rules serves all series.
 *
 * @param threshold least surprise of an anomaly, from 0 to 1
 * @param quietPoints points after a detection among which there is no other
 * @param warmUpPoints points at the start of a series among which there is no detection
 */
public record AnomalyRules(double threshold, int quietPoints, int warmUpPoints)
    implements Serializable {

  /** Chosen on public benchmark series, together; see the job's README. */
  public static final AnomalyRules DEFAULT = new AnomalyRules(.77, 90, 100);

  /** Rules. */
  public AnomalyRules {
    if (!(threshold > 0 && threshold < 1)) {
      throw new IllegalArgumentException("threshold must be above 0 and below 1, got " + threshold);
    }
    if (quietPoints < 1) {
      throw new IllegalArgumentException("quietPoints must be at least 1, got " + quietPoints);
    }
    if (warmUpPoints < 1) {
      throw new IllegalArgumentException("warmUpPoints must be at least 1, got " + warmUpPoints);
    }
  }
}
