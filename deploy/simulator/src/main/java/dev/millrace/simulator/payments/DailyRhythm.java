package dev.millrace.simulator.payments;

import java.time.Duration;

/**
 * When payments are made: at random, more around noon than at night (normal around 12:00 UTC with a
 * deviation of 20,000 s, as in the handbook), at an even pace within each hour.
 */
final class DailyRhythm {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final int HOURS = 24;
  private static final double NOON = 12;
  private static final double DEVIATION_HOURS = 20_000 / 3_600.0;

  private final double[] meanWait = new double[HOURS];

  /**
   * A rhythm of so many payments.
   *
   * @param paymentsPerDay mean number of payments of a day, above 0
   */
  DailyRhythm(double paymentsPerDay) {
    double[] weight = new double[HOURS];
    double total = 0;
    for (int hour = 0; hour < HOURS; hour++) {
      double distance = (hour + 0.5 - NOON) / DEVIATION_HOURS;
      weight[hour] = StrictMath.exp(-distance * distance / 2);
      total += weight[hour];
    }
    for (int hour = 0; hour < HOURS; hour++) {
      meanWait[hour] = HOUR / (paymentsPerDay * weight[hour] / total);
    }
  }

  /** Time of the first payment after a time, both in milliseconds since 1970 UTC. */
  double after(double time, Dice dice) {
    double from = time;
    while (true) {
      long hour = (long) from / HOUR;
      double next = from + dice.exponential(meanWait[(int) (hour % HOURS)]);
      double hourEnd = (hour + 1) * (double) HOUR;
      if (next < hourEnd) {
        return next;
      }
      // The pace changes here. Drawing anew from here is fair: waiting times have no memory.
      from = hourEnd;
    }
  }
}
