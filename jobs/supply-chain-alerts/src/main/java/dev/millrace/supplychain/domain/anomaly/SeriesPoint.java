package dev.millrace.supplychain.domain.anomaly;

import static java.util.Objects.requireNonNull;

import dev.millrace.suite.Source;
import dev.millrace.supply.TelemetryReading;

/**
 * One value of a series.
 *
 * @param series name of the series
 * @param time of the value, milliseconds since 1970
 * @param value finite
 * @param owner who acts if it does not fit; null for the default owner
 * @param source the input record; null if there is none
 */
public record SeriesPoint(String series, long time, double value, String owner, Source source) {

  /** A point. */
  public SeriesPoint {
    requireNonNull(series, "series");
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value must be finite, got " + value);
    }
  }

  /** A value that nobody owns. */
  public static SeriesPoint of(String series, long time, double value) {
    return new SeriesPoint(series, time, value, null, null);
  }

  /** What a sensor measured: each quantity of a sensor is a series. */
  public static SeriesPoint of(TelemetryReading reading, Source source) {
    return new SeriesPoint(
        reading.getDeviceId() + "/" + reading.getQuantity(),
        reading.getEventTime().toEpochMilli(),
        reading.getValue(),
        reading.getOwner(),
        source);
  }
}
