package dev.millrace.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Payments of a card by their moment, kept as the README of fraud-scoring says: {@value #MOST}
 * moments apart; when one more comes, the older half is merged in pairs, each pair counted at its
 * later moment.
 */
final class Moments {
  private static final int MOST = 1024;

  private final TreeMap<Long, Total> kept = new TreeMap<>();

  /** How many payments, and the sum of their amounts in minor units. */
  record Total(long count, long sum) {
    static final Total NONE = new Total(0, 0);

    Total plus(Total other) {
      return new Total(count + other.count, sum + other.sum);
    }
  }

  /** Adds a payment, then forgets what is at least so much older than the newest. */
  void add(long time, long amount, long retention) {
    if (kept.size() == MOST && !kept.containsKey(time)) {
      mergeOlderHalf();
    }
    kept.merge(time, new Total(1, amount), Total::plus);
    kept.headMap(kept.lastKey() - retention, true).clear();
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

  private void mergeOlderHalf() {
    List<Map.Entry<Long, Total>> older = new ArrayList<>();
    for (Map.Entry<Long, Total> entry : kept.entrySet()) {
      if (older.size() == MOST / 2) {
        break;
      }
      older.add(Map.entry(entry.getKey(), entry.getValue()));
    }
    for (int i = 0; i < older.size(); i += 2) {
      kept.remove(older.get(i).getKey());
      kept.merge(older.get(i + 1).getKey(), older.get(i).getValue(), Total::plus);
    }
  }
}
