package dev.millrace.fraud.domain;

import java.util.Arrays;

/**
 * How the amounts at a terminal compare with what its cards usually pay: the mean of their ratios
 * by day, and when unusual amounts were paid. Immutable; the arrays are never changed.
 *
 * <p>State: 16 bytes for each of {@value #DAYS} days and 8 bytes for each of the newest {@value
 * #MAX_UNUSUAL} unusual amounts, 1.2 KiB at the most.
 *
 * @param days days since 1970 that have payments, ascending
 * @param counts payments of each day whose card has a usual amount
 * @param ratios sum of their amounts, each divided by its card's usual amount
 * @param unusual times of unusual amounts, milliseconds since 1970, ascending
 */
@SuppressWarnings(
    "ArrayRecordComponent") // compared by no one; primitive arrays keep the state small
public record TerminalAmounts(int[] days, int[] counts, double[] ratios, long[] unusual) {
  static final int DAYS = 8;
  static final int MAX_UNUSUAL = 128;

  private static final int DAYS_IN_MEAN = 7;

  /** So that one amount does not decide the mean of a terminal. */
  private static final double MOST_RATIO = 10;

  /** An amount of more than so many times the card's usual one explains why it was fraud. */
  private static final double UNUSUAL_RATIO = 2;

  public static final TerminalAmounts EMPTY =
      new TerminalAmounts(new int[0], new int[0], new double[0], new long[0]);

  /**
   * These amounts and one more, in whatever order they come.
   *
   * @param ratio the amount by the card's usual one; {@link Features#UNKNOWN} changes nothing
   */
  public TerminalAmounts with(long time, double ratio) {
    if (ratio == Features.UNKNOWN) {
      return this;
    }
    int day = day(time);
    int at = Arrays.binarySearch(days, day);
    TerminalAmounts open = at >= 0 ? this : withDay(-at - 1, day);
    at = Arrays.binarySearch(open.days, day);
    if (at < 0) {
      return this; // older than every day that is kept
    }
    int[] newCounts = open.counts.clone();
    double[] newRatios = open.ratios.clone();
    newCounts[at]++;
    newRatios[at] += Math.min(ratio, MOST_RATIO);
    return new TerminalAmounts(
        open.days, newCounts, newRatios, ratio > UNUSUAL_RATIO ? withUnusual(time) : unusual);
  }

  /**
   * Whether an unusual amount was paid after {@code from} and not after {@code to}, or may have
   * been and is forgotten.
   */
  boolean mayBeUnusualIn(long from, long to) {
    int at = Arrays.binarySearch(unusual, to);
    if (at >= 0) {
      return true;
    }
    int before = -at - 2;
    return before < 0 ? unusual.length == MAX_UNUSUAL : unusual[before] > from;
  }

  /** Mean ratio on a moment's day and the six before it; {@link Features#UNKNOWN} without any. */
  double meanRatio(long time) {
    int today = day(time);
    long count = 0;
    double sum = 0;
    for (int i = 0; i < days.length; i++) {
      if (days[i] > today - DAYS_IN_MEAN && days[i] <= today) {
        count += counts[i];
        sum += ratios[i];
      }
    }
    return count == 0 ? Features.UNKNOWN : sum / count;
  }

  private static int day(long time) {
    return (int) Math.floorDiv(time, Windows.ONE_DAY_MS);
  }

  /** Room for one more day; without the oldest if there would be too many. */
  private TerminalAmounts withDay(int at, int day) {
    int length = days.length;
    int[] newDays = Arrays.copyOf(days, length + 1);
    int[] newCounts = Arrays.copyOf(counts, length + 1);
    double[] newRatios = Arrays.copyOf(ratios, length + 1);
    System.arraycopy(days, at, newDays, at + 1, length - at);
    System.arraycopy(counts, at, newCounts, at + 1, length - at);
    System.arraycopy(ratios, at, newRatios, at + 1, length - at);
    newDays[at] = day;
    newCounts[at] = 0;
    newRatios[at] = 0;
    int from = length == DAYS ? 1 : 0;
    return new TerminalAmounts(
        Arrays.copyOfRange(newDays, from, length + 1),
        Arrays.copyOfRange(newCounts, from, length + 1),
        Arrays.copyOfRange(newRatios, from, length + 1),
        unusual);
  }

  private long[] withUnusual(long time) {
    int found = Arrays.binarySearch(unusual, time);
    if (found >= 0) {
      return unusual;
    }
    int at = -found - 1;
    long[] more = Arrays.copyOf(unusual, unusual.length + 1);
    System.arraycopy(unusual, at, more, at + 1, unusual.length - at);
    more[at] = time;
    return more.length > MAX_UNUSUAL ? Arrays.copyOfRange(more, 1, more.length) : more;
  }
}
