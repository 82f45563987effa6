package dev.millrace.supplychain.domain.stock;

import java.util.Arrays;

/**
 * How much of a product a location needs a day. Exponentially weighted; after some weeks each day
 * of the week has its own share. Immutable; the array is never changed. Days are those of UTC.
 *
 * <p>State: 100 bytes, whatever the number of orders.
 *
 * @param day newest day, days since 1970; {@link #NEVER} before the first
 * @param today units of the newest day so far
 * @param level units a day, without the day of the week
 * @param variance of a day's units about what was expected
 * @param weekdays units a day, by day of the week, Monday first
 * @param days full days that were learned
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one; arrays keep the state small
public record DemandHistory(
    long day, double today, double level, double variance, double[] weekdays, int days) {

  static final long NEVER = Long.MIN_VALUE;
  static final long DAY_MS = 86_400_000L;

  public static final DemandHistory EMPTY = new DemandHistory(NEVER, 0, 0, 0, new double[0], 0);

  private static final int WEEK = 7;
  private static final int MOST_SILENT_DAYS = 60;
  private static final int MOST_LATE_DAYS = 14;
  private static final double WEEKDAY_WEIGHT = 0.15;
  private static final double LEAST_FACTOR = 0.1;
  private static final double MOST_FACTOR = 5;
  private static final double SURGE_DEVIATIONS = 4;

  /**
   * This history with demand at a time, 0 to say that the location was heard of. Demand of a day
   * that is over counts as far as that day still would.
   */
  public DemandHistory with(long time, double units, StockPolicy policy) {
    long on = Math.floorDiv(time, DAY_MS);
    if (day == NEVER) {
      return new DemandHistory(on, units, 0, 0, new double[WEEK], 0);
    }
    if (on == day) {
      return new DemandHistory(day, Math.max(0, today + units), level, variance, weekdays, days);
    }
    if (on < day) {
      return late(day - on, units, policy);
    }
    DemandHistory closed = closed(today, policy);
    // After a long silence it is not known what was sold: only its last days are taken for zero.
    long from = Math.max(day + 1, on - MOST_SILENT_DAYS);
    for (long silent = from; silent < on; silent++) {
      closed =
          new DemandHistory(silent, 0, closed.level, closed.variance, closed.weekdays, closed.days)
              .closed(0, policy);
    }
    return new DemandHistory(
        on, Math.max(0, units), closed.level, closed.variance, closed.weekdays, closed.days);
  }

  /** Whether enough is known to say what comes. */
  public boolean isKnown(StockPolicy policy) {
    return days >= policy.historyDays();
  }

  /** Units expected on a day in days since 1970. */
  public double expected(long on, StockPolicy policy) {
    return level * factor(on, policy);
  }

  /**
   * How many times as much as expected is needed since this morning; 1 while that may be chance.
   */
  public double surge(StockPolicy policy) {
    if (!isKnown(policy)) {
      return 1;
    }
    double usual = expected(day, policy);
    double deviation = Math.sqrt(Math.max(variance, usual));
    return today > usual + SURGE_DEVIATIONS * deviation && usual > 0 ? today / usual : 1;
  }

  private DemandHistory closed(double units, StockPolicy policy) {
    if (days == 0 && level == 0 && units == 0) {
      // Before the first demand nothing can be learned.
      return new DemandHistory(day, 0, 0, 0, weekdays, 0);
    }
    int learned = days + 1;
    double weight = weight(learned, policy);
    double usual = expected(day, policy);
    double residual = units - usual;
    double[] newWeekdays = weekdays.clone();
    int weekday = weekday(day);
    int seenBefore = days / WEEK;
    double weekdayWeight = Math.max(WEEKDAY_WEIGHT, 1.0 / (seenBefore + 1));
    newWeekdays[weekday] += weekdayWeight * (units - newWeekdays[weekday]);
    return new DemandHistory(
        day,
        0,
        level + weight * (units / factor(day, policy) - level),
        days == 0 ? 0 : variance + weight * (residual * residual - variance),
        newWeekdays,
        learned);
  }

  private DemandHistory late(long daysAgo, double units, StockPolicy policy) {
    if (daysAgo > Math.min(MOST_LATE_DAYS, days)) {
      return this;
    }
    double weight = weight(days, policy) * Math.pow(1 - weight(days, policy), daysAgo - 1.0);
    return new DemandHistory(
        day,
        today,
        Math.max(0, level + weight * units / factor(day - daysAgo, policy)),
        variance,
        weekdays,
        days);
  }

  private static double weight(int learned, StockPolicy policy) {
    return Math.max(2 / (policy.memoryDays() + 1), 1.0 / Math.max(1, learned));
  }

  private double factor(long on, StockPolicy policy) {
    if (days < policy.seasonDays()) {
      return 1;
    }
    double mean = Arrays.stream(weekdays).sum() / WEEK;
    return mean <= 0
        ? 1
        : Math.min(MOST_FACTOR, Math.max(LEAST_FACTOR, weekdays[weekday(on)] / mean));
  }

  /** 1970 began on a Thursday. */
  private static int weekday(long on) {
    return (int) Math.floorMod(on + 3, (long) WEEK);
  }
}
