package dev.millrace.fraud.domain;

import java.util.Arrays;

/**
 * What happened at which time: a number of events and a sum of quantities for each moment, oldest
 * first. Immutable; the arrays are never changed.
 *
 * <p>Exact for up to {@link #MAX_MOMENTS} moments. When there are more, the newest {@value
 * #EXACT_MOMENTS} stay apart and the older ones are merged by their time: those of one minute, from
 * an age of 2 hours on those of one hour, and from a day on those of as many hours as make the
 * retention {@value #COARSEST_CELLS} cells at the most. Cells begin with the minute or hour, UTC. A
 * merged moment lies at the latest of its events, so an event counts by less than its cell too
 * late, at either edge of a window, and never in another cell. State: 20 bytes a moment, 20 KiB at
 * the most.
 *
 * @param times moments in milliseconds since 1970, strictly ascending
 * @param counts events at each moment; {@link Integer#MAX_VALUE} stands for as many or more
 * @param sums sum of their quantities, none of which is negative; {@link Long#MAX_VALUE} stands for
 *     as much or more
 * @param mergedUntil the newest moment that was merged; 0 if none was, and in state of earlier
 *     releases
 */
@SuppressWarnings(
    "ArrayRecordComponent") // compared by no one; primitive arrays keep the state small
public record History(long[] times, int[] counts, long[] sums, long mergedUntil) {

  /** Most moments that are kept apart. */
  public static final int MAX_MOMENTS = 1024;

  /** Newest moments that are never merged. */
  static final int EXACT_MOMENTS = MAX_MOMENTS / 2;

  /**
   * With it there are 121 cells of a minute, 23 of an hour and 320 coarse ones at the most, so that
   * after merging there is room for dozens of moments more.
   */
  private static final int COARSEST_CELLS = 320;

  private static final long IN_MINUTES_MS = 2 * Windows.ONE_HOUR_MS;

  public static final History EMPTY = new History(new long[0], new int[0], new long[0], 0);

  /** Count and sum of the events in a window. */
  public record Total(long count, long sum) {

    /** This total and one more event. */
    Total withOne(long quantity) {
      return new Total(count + 1, plus(sum, quantity));
    }

    /** Sum by event; 0 if there was none. */
    public double mean() {
      return count == 0 ? 0 : (double) sum / count;
    }
  }

  /**
   * This history with more events at a moment, in whatever order moments come, and without what is
   * older than the newest moment by the retention.
   *
   * @param retention milliseconds, the same each time
   */
  public History with(long time, int count, long sum, long retention) {
    int at = Arrays.binarySearch(times, time);
    int next = at >= 0 ? at : -at - 1;
    History more =
        at >= 0 || holds(next, time, retention)
            ? added(next, count, sum)
            : inserted(next, time, count, sum);
    return more.after(more.newest() - retention).merged(retention);
  }

  /** This history without the moments up to and including the given one. */
  public History after(long time) {
    int from = firstAfter(time);
    if (from == 0) {
      return this;
    }
    return new History(
        Arrays.copyOfRange(times, from, times.length),
        Arrays.copyOfRange(counts, from, counts.length),
        Arrays.copyOfRange(sums, from, sums.length),
        mergedUntil);
  }

  /** What happened after {@code from} and not after {@code to}. */
  public Total total(long from, long to) {
    long count = 0;
    long sum = 0;
    for (int i = firstAfter(from); i < times.length && times[i] <= to; i++) {
      count += counts[i];
      sum = plus(sum, sums[i]);
    }
    return new Total(count, sum);
  }

  /** Index of the first moment after the given time. */
  int firstAfter(long time) {
    int at = Arrays.binarySearch(times, time);
    return at >= 0 ? at + 1 : -at - 1;
  }

  /**
   * After which time all events of a moment lie: those of a merged one, after the moment before it
   * and not before its cell begins.
   *
   * @param retention that of {@link #with}
   */
  long before(int at, long retention) {
    if (!isMerged(times[at])) {
      return times[at] - 1;
    }
    long step = step(newest() - times[at], retention);
    long cell = Math.floorDiv(times[at], step) * step - 1;
    return at > 0 ? Math.max(cell, times[at - 1]) : cell;
  }

  private long newest() {
    return times[times.length - 1];
  }

  private boolean isMerged(long time) {
    return mergedUntil != 0 && time <= mergedUntil;
  }

  /** Whether the moment at an index is the one that others of a time before it were merged into. */
  private boolean holds(int at, long time, long retention) {
    if (!isMerged(time) || at == times.length || !isMerged(times[at])) {
      return false;
    }
    long step = step(newest() - time, retention);
    return Math.floorDiv(time, step) == Math.floorDiv(times[at], step);
  }

  /** How wide the cells of an age are, milliseconds; each is a multiple of those of a lower age. */
  private static long step(long age, long retention) {
    if (age < IN_MINUTES_MS) {
      return Windows.ONE_MINUTE_MS;
    }
    if (age < Windows.ONE_DAY_MS) {
      return Windows.ONE_HOUR_MS;
    }
    return Windows.ONE_HOUR_MS * (1 + (retention - 1) / (Windows.ONE_HOUR_MS * COARSEST_CELLS));
  }

  private History added(int at, int count, long sum) {
    int[] newCounts = counts.clone();
    long[] newSums = sums.clone();
    newCounts[at] = plus(newCounts[at], count);
    newSums[at] = plus(newSums[at], sum);
    return new History(times, newCounts, newSums, mergedUntil);
  }

  private static int plus(int count, int more) {
    return (int) Math.min(Integer.MAX_VALUE, (long) count + more);
  }

  private static long plus(long sum, long more) {
    long total = sum + more;
    return total < sum ? Long.MAX_VALUE : total;
  }

  private History inserted(int at, long time, int count, long sum) {
    int length = times.length;
    long[] newTimes = Arrays.copyOf(times, length + 1);
    int[] newCounts = Arrays.copyOf(counts, length + 1);
    long[] newSums = Arrays.copyOf(sums, length + 1);
    System.arraycopy(times, at, newTimes, at + 1, length - at);
    System.arraycopy(counts, at, newCounts, at + 1, length - at);
    System.arraycopy(sums, at, newSums, at + 1, length - at);
    newTimes[at] = time;
    newCounts[at] = count;
    newSums[at] = sum;
    return new History(newTimes, newCounts, newSums, mergedUntil);
  }

  private History merged(long retention) {
    if (times.length <= MAX_MOMENTS) {
      return this;
    }
    int older = times.length - EXACT_MOMENTS;
    long[] newTimes = new long[times.length];
    int[] newCounts = new int[times.length];
    long[] newSums = new long[times.length];
    int kept = 0;
    long lastStep = 0;
    long lastCell = 0;
    for (int i = 0; i < older; i++) {
      long step = step(newest() - times[i], retention);
      long cell = Math.floorDiv(times[i], step);
      if (step != lastStep || cell != lastCell) {
        lastStep = step;
        lastCell = cell;
        kept++;
      }
      newTimes[kept - 1] = times[i];
      newCounts[kept - 1] = plus(newCounts[kept - 1], counts[i]);
      newSums[kept - 1] = plus(newSums[kept - 1], sums[i]);
    }
    System.arraycopy(times, older, newTimes, kept, EXACT_MOMENTS);
    System.arraycopy(counts, older, newCounts, kept, EXACT_MOMENTS);
    System.arraycopy(sums, older, newSums, kept, EXACT_MOMENTS);
    int length = kept + EXACT_MOMENTS;
    return new History(
        Arrays.copyOf(newTimes, length),
        Arrays.copyOf(newCounts, length),
        Arrays.copyOf(newSums, length),
        times[older - 1]);
  }
}
