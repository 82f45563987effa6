package dev.millrace.supplychain.domain.coldchain;

/**
 * How long and how far goods were outside their range, up to a reading. Between two readings the
 * temperature is taken to change evenly. Immutable.
 *
 * @param time of the newest reading, milliseconds since 1970; {@link #NEVER} before the first
 * @param celsius the newest reading
 * @param outsideSince when the range was left first; {@link #NEVER} while it was not
 * @param insideSince since when the temperature is inside again; {@link #NEVER} while it is not
 * @param outsideMs time outside the range since it was left first
 * @param degreeMinutes degrees outside the range, times minutes
 * @param peakCelsius the reading farthest outside
 * @param decay sum of the rates of decay at each temperature, times milliseconds
 * @param decayMs milliseconds that the sum covers
 */
public record Exposure(
    long time,
    double celsius,
    long outsideSince,
    long insideSince,
    long outsideMs,
    double degreeMinutes,
    double peakCelsius,
    double decay,
    long decayMs) {

  public static final long NEVER = Long.MIN_VALUE;
  public static final Exposure NONE = inside(new Reading(NEVER, 0));

  private static final double MINUTE_MS = 60_000;
  private static final double KELVIN = 273.15;

  /** Activation energy (83.144 kJ/mol, usual for drugs) by the gas constant, in kelvin. */
  private static final double ACTIVATION_KELVIN = 10_000;

  /**
   * The exposure up to a later reading.
   *
   * @param recoveryMs time inside the range after which what was before counts no more
   */
  Exposure after(Reading reading, TemperatureRange range, long recoveryMs) {
    double excess = range.excess(reading.celsius());
    if (time == NEVER) {
      return excess == 0
          ? inside(reading)
          : new Exposure(
              reading.time(),
              reading.celsius(),
              reading.time(),
              NEVER,
              0,
              0,
              reading.celsius(),
              0,
              0);
    }
    double excessBefore = range.excess(celsius);
    long span = reading.time() - time;
    long outside = Math.round(span * shareOutside(excessBefore, excess, reading.celsius()));
    boolean first = outsideSince == NEVER;
    if (first && excess == 0) {
      return inside(reading);
    }
    long since = first ? reading.time() - outside : outsideSince;
    long back = NEVER;
    if (excess == 0) {
      back = insideSince == NEVER ? time + outside : insideSince;
      if (reading.time() - back >= recoveryMs) {
        return inside(reading);
      }
    }
    long covered = first ? outside : span;
    return new Exposure(
        reading.time(),
        reading.celsius(),
        since,
        back,
        outsideMs + outside,
        degreeMinutes + (excessBefore + excess) / 2 * outside / MINUTE_MS,
        first || excess > range.excess(peakCelsius) ? reading.celsius() : peakCelsius,
        decay + covered * rate((celsius + reading.celsius()) / 2),
        decayMs + covered);
  }

  /** Whether the newest reading is outside. */
  public boolean isOutside() {
    return outsideSince != NEVER && insideSince == NEVER;
  }

  /** Time outside up to a moment, taking the temperature to have stayed as it was read last. */
  public long outsideMsAt(long now) {
    return isOutside() ? outsideMs + Math.max(0, now - time) : outsideMs;
  }

  /**
   * Temperature that, held since the range was left, would have done the same to the goods, in
   * degrees Celsius (mean kinetic temperature).
   */
  public double meanKineticCelsius() {
    return decayMs == 0 ? celsius : ACTIVATION_KELVIN / -Math.log(decay / decayMs) - KELVIN;
  }

  /** Share of the time up to a reading that was outside: from, or to, where a limit is crossed. */
  private double shareOutside(double excessBefore, double excess, double now) {
    if (excessBefore > 0 && excess > 0) {
      return 1;
    }
    return excessBefore + excess == 0 ? 0 : (excessBefore + excess) / Math.abs(now - celsius);
  }

  private static double rate(double celsius) {
    return Math.exp(-ACTIVATION_KELVIN / (KELVIN + celsius));
  }

  private static Exposure inside(Reading reading) {
    return new Exposure(reading.time(), reading.celsius(), NEVER, NEVER, 0, 0, 0, 0, 0);
  }
}
