package dev.millrace.simulator.supply;

import dev.millrace.simulator.payments.Dice;

/**
 * How long a step takes: lognormal, as most things do that cannot take less than nothing.
 *
 * @param medianHours half of all take less
 * @param sigma deviation of the logarithm
 */
record Span(double medianHours, double sigma) {
  private static final double PLAN_DEVIATIONS = 1;
  private static final double HARDLY_EVER_DEVIATIONS = 2.33;

  /** A duration, milliseconds. */
  long draw(Dice dice) {
    return milliseconds(dice.gaussian());
  }

  /** What a planner reckons with: five of six take less. */
  long planned() {
    return milliseconds(PLAN_DEVIATIONS);
  }

  /** What only one of a hundred exceeds. */
  long hardlyEver() {
    return milliseconds(HARDLY_EVER_DEVIATIONS);
  }

  private long milliseconds(double deviations) {
    return Math.round(medianHours * Network.HOUR_MS * StrictMath.exp(sigma * deviations));
  }
}
