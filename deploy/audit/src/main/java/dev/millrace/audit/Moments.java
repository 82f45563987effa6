package dev.millrace.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Payments of a card by their moment, kept as the README of fraud-scoring says: {@value #MOST}
 * moments apart; when there are more, the newest {@value #EXACT} stay and the older ones are merged
 * by minutes, hours and larger cells, each cell's at the latest of its moments.
 */
final class Moments {
  private static final int MOST = 1024;
  private static final int EXACT = 512;
  private static final int MOST_CELLS = 320;
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private final long retention;
  private final TreeMap<Long, Total> kept = new TreeMap<>();
  private long mergedUntil = Long.MIN_VALUE;

  /** Moments that are forgotten when they are at least so much older than the newest. */
  Moments(long retention) {
    this.retention = retention;
  }

  /** What is merged into one moment: so many milliseconds, the how manyth of them since 1970. */
  private record Cell(long width, long number) {
    static Cell of(long time, long age, long retention) {
      long width = age < 2 * HOUR ? MINUTE : age < DAY ? HOUR : coarsest(retention);
      return new Cell(width, Math.floorDiv(time, width));
    }

    private static long coarsest(long retention) {
      return HOUR * (long) Math.ceil(retention / (double) (HOUR * MOST_CELLS));
    }

    boolean holds(long time) {
      return Math.floorDiv(time, width) == number;
    }
  }

  /**
   * How many payments, and the sum of their amounts in minor units; one too large for 64 bits stays
   * at their largest number.
   */
  record Total(long count, long sum) {
    static final Total NONE = new Total(0, 0);

    Total plus(Total other) {
      boolean fits = sum <= Long.MAX_VALUE - other.sum;
      return new Total(count + other.count, fits ? sum + other.sum : Long.MAX_VALUE);
    }
  }

  /** Adds a payment, forgets what is too old, and merges if there are too many moments then. */
  void add(long time, long amount) {
    kept.merge(momentOf(time), new Total(1, amount), Total::plus);
    kept.headMap(kept.lastKey() - retention, true).clear();
    if (kept.size() > MOST) {
      mergeOlder();
    }
  }

  /** The merged moment of its cell, for a payment that comes when the cell has been merged. */
  private long momentOf(long time) {
    if (time > mergedUntil) {
      return time;
    }
    Long next = kept.ceilingKey(time);
    return next != null
            && next <= mergedUntil
            && Cell.of(time, kept.lastKey() - time, retention).holds(next)
        ? next
        : time;
  }

  /** What happened after {@code from} and not after {@code to}. */
  Total total(long from, long to) {
    return from >= to
        ? Total.NONE
        : kept.subMap(from, false, to, true).values().stream().reduce(Total.NONE, Total::plus);
  }

  /** What happened after {@code from} and not after {@code to}, with its age at {@code to}. */
  List<CardHabits.Earlier> newestFirst(long from, long to) {
    List<CardHabits.Earlier> earlier = new ArrayList<>();
    kept.subMap(from, false, to, true)
        .descendingMap()
        .forEach(
            (time, total) ->
                earlier.add(
                    new CardHabits.Earlier(
                        to - time, total.count(), total.sum() / (double) total.count())));
    return earlier;
  }

  private void mergeOlder() {
    long newest = kept.lastKey();
    Long oldestExact = kept.descendingKeySet().stream().skip(EXACT - 1L).findFirst().orElseThrow();
    Map<Cell, NavigableMap<Long, Total>> cells = new HashMap<>();
    NavigableMap<Long, Total> older = kept.headMap(oldestExact, false);
    older.forEach(
        (time, total) ->
            cells
                .computeIfAbsent(Cell.of(time, newest - time, retention), cell -> new TreeMap<>())
                .put(time, total));
    mergedUntil = older.lastKey();
    older.clear();
    for (NavigableMap<Long, Total> cell : cells.values()) {
      kept.put(cell.lastKey(), cell.values().stream().reduce(Total.NONE, Total::plus));
    }
  }
}
