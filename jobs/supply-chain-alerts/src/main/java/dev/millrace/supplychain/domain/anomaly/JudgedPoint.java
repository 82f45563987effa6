package dev.millrace.supplychain.domain.anomaly;

import static java.util.Objects.requireNonNull;

/**
 * A value of a series and how little it fits.
 *
 * @param point the value
 * @param judgement how little it fits
 */
public record JudgedPoint(SeriesPoint point, AnomalyScore judgement) {

  /** A judged point. */
  public JudgedPoint {
    requireNonNull(point, "point");
    requireNonNull(judgement, "judgement");
  }
}
