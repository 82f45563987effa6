package dev.millrace.fraud.domain;

import java.util.Arrays;

/**
 * What happened at which time: a number of events and a sum of quantities for each moment, oldest
 * first. Immutable; the arrays are never changed.
 *
 * <p>Exact for up to {@link #MAX_MOMENTS} moments. Beyond that the older half is merged in pairs,
 * each pair counted at its later moment, so that a window's edge may be off by the distance between
 * two neighbours of the older half. State: 20 bytes a moment, 20 KiB at the most.
 *
 * @param times moments in milliseconds since 1970, strictly ascending
 * @param counts events at each moment
 * @param sums sum of their quantities
 */
@SuppressWarnings(
    "ArrayRecordComponent") // compared by no one; primitive arrays keep the state small
public record History(long[] times, int[] counts, long[] sums) {

  /** Most moments that are kept apart. */
  public static final int MAX_MOMENTS = 1024;

  public static final History EMPTY = new History(new long[0], new int[0], new long[0]);

  /** Count and sum of the events in a window. */
  public record Total(long count, long sum) {

    /** This total and one more event. */
    Total withOne(long quantity) {
      return new Total(count + 1, sum + quantity);
    }

    /** Sum by event; 0 if there was none. */
    public double mean() {
      return count == 0 ? 0 : (double) sum / count;
    }
  }

  /** This history with more events at a moment, in whatever order moments come. */
  public History with(long time, int count, long sum) {
    int at = Arrays.binarySearch(times, time);
    if (at >= 0) {
      int[] newCounts = counts.clone();
      long[] newSums = sums.clone();
      newCounts[at] += count;
      newSums[at] += sum;
      return new History(times, newCounts, newSums);
    }
    History merged = times.length < MAX_MOMENTS ? this : withOlderHalfMerged();
    return merged.inserted(-Arrays.binarySearch(merged.times, time) - 1, time, count, sum);
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
        Arrays.copyOfRange(sums, from, sums.length));
  }

  /** What happened after {@code from} and not after {@code to}. */
  public Total total(long from, long to) {
    long count = 0;
    long sum = 0;
    for (int i = firstAfter(from); i < times.length && times[i] <= to; i++) {
      count += counts[i];
      sum += sums[i];
    }
    return new Total(count, sum);
  }

  /** Index of the first moment after the given time. */
  int firstAfter(long time) {
    int at = Arrays.binarySearch(times, time);
    return at >= 0 ? at + 1 : -at - 1;
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
    return new History(newTimes, newCounts, newSums);
  }

  private History withOlderHalfMerged() {
    int length = times.length;
    int pairs = length / 4;
    int kept = length - pairs;
    long[] newTimes = new long[kept];
    int[] newCounts = new int[kept];
    long[] newSums = new long[kept];
    for (int i = 0; i < pairs; i++) {
      newTimes[i] = times[2 * i + 1];
      newCounts[i] = counts[2 * i] + counts[2 * i + 1];
      newSums[i] = sums[2 * i] + sums[2 * i + 1];
    }
    System.arraycopy(times, 2 * pairs, newTimes, pairs, kept - pairs);
    System.arraycopy(counts, 2 * pairs, newCounts, pairs, kept - pairs);
    System.arraycopy(sums, 2 * pairs, newSums, pairs, kept - pairs);
    return new History(newTimes, newCounts, newSums);
  }
}
