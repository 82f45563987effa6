package dev.millrace.supplychain.domain.anomaly;

import static java.util.Objects.requireNonNull;

/**
 * One value of a series.
 *
 * @param series name of the series
 * @param time of the value, milliseconds since 1970
 * @param value finite
 */
public record SeriesPoint(String series, long time, double value) {

  /** A point. */
  public SeriesPoint {
    requireNonNull(series, "series");
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value must be finite, got " + value);
    }
  }
}
