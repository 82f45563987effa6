package dev.millrace.supplychain.domain.coldchain;

import java.io.Serializable;
import java.time.Duration;

/**
 * How cold goods of a class must be.
 *
 * @param low least temperature in degrees Celsius; minus infinity where there is none
 * @param high greatest temperature in degrees Celsius; infinity where there is none
 * @param grace time outside the range that goods stand
 */
public record TemperatureRange(double low, double high, Duration grace) implements Serializable {

  /** Degrees by which a temperature is outside the range; 0 inside. */
  public double excess(double celsius) {
    return Math.max(0, Math.max(low - celsius, celsius - high));
  }

  /** The limit that a temperature outside the range is beyond. */
  double limitBeyond(double celsius) {
    return celsius > high ? high : low;
  }
}
