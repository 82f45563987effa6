package dev.millrace.simulator.delivery;

import static java.util.concurrent.TimeUnit.SECONDS;

/** When the payments of a run are due. */
public sealed interface Pace {

  /**
   * When payment {@code n} is due, in nanoseconds after the start.
   *
   * @param n number of the payment in the run, from 0
   * @param elapsed nanoseconds since the start
   */
  long due(long n, long elapsed);

  /** As fast as the broker takes them: always due now. */
  record Fast() implements Pace {
    @Override
    public long due(long n, long elapsed) {
      return elapsed;
    }
  }

  /**
   * An open loop: payment n is due n / rate seconds after the start, however the broker responds.
   *
   * @param rate payments per second, above 0
   */
  record Steady(double rate) implements Pace {
    public Steady {
      if (!(rate > 0) || Double.isInfinite(rate)) {
        throw new IllegalArgumentException("the rate must be above 0, is " + rate);
      }
    }

    @Override
    public long due(long n, long elapsed) {
      return (long) (n * (SECONDS.toNanos(1) / rate));
    }
  }
}
