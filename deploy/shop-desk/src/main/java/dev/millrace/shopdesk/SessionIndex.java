package dev.millrace.shopdesk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The design that the job does not have: nearest sessions. Each item keeps the newest sessions that
 * visited it, a click asks the session's newest items for them, and who asked ranks their items by
 * how much the sessions are like its own (VS-KNN's weights, VMIS-kNN's index).
 *
 * <p>In memory and in one thread. The bytes are those that it would send if items and sessions were
 * partitioned as in the job: texts as Flink writes them, no headers.
 */
final class SessionIndex {
  private static final int PLACES = 20;

  /** Share of the clicks that are on the item of the click before, from which they are expected. */
  private static final double REPEATING_SHOP = 0.01;

  private static final int NUMBER_BYTES = 8;
  private static final double STEP_WEIGHT = 0.1;
  private static final double IDF_WEIGHT = 10;

  private final int perItem;
  private final int neighbours;
  private final int window;

  /** The newest first. */
  private final Map<String, Deque<Past>> byItem = new HashMap<>();

  private final Map<String, Integer> visits = new HashMap<>();
  private final Map<String, Past> sessions = new HashMap<>();
  private long clicks;
  private long repeats;
  private long taughtBytes;
  private long answeredBytes;

  /** A session, shared by the entries of its items. */
  private static final class Past {
    private final String id;
    private final Set<String> items = new LinkedHashSet<>();
    private String newest;
    private int bytes;

    Past(String id) {
      this.id = id;
      this.bytes = bytes(id) + NUMBER_BYTES;
    }
  }

  /** How much a session is like the one that asks. */
  private static final class Likeness {
    private double weight;
    private int stepsToNewest = Integer.MAX_VALUE;
  }

  /**
   * An empty index.
   *
   * @param perItem sessions that an item keeps, the newest
   * @param neighbours sessions that rank
   * @param window newest items of a session that are asked
   */
  SessionIndex(int perItem, int neighbours, int window) {
    this.perItem = perItem;
    this.neighbours = neighbours;
    this.window = window;
  }

  /** Learns from a click. */
  void learn(String session, String item) {
    Past past = sessions.computeIfAbsent(session, Past::new);
    // Every entry of the session has to hear of its new item, and the item of the whole session.
    taughtBytes += (past.items.size() + 1L) * (bytes(session) + bytes(item)) + past.bytes;
    clicks++;
    repeats += item.equals(past.newest) ? 1 : 0;
    past.newest = item;
    if (past.items.add(item)) {
      past.bytes += bytes(item);
      visits.merge(item, 1, Integer::sum);
      Deque<Past> entry = byItem.computeIfAbsent(item, name -> new ArrayDeque<>());
      entry.addFirst(past);
      if (entry.size() > perItem) {
        entry.removeLast();
      }
    }
  }

  /**
   * Items that may come next, best first; the one that was clicked last only in a shop where items
   * are clicked again at once.
   *
   * @param clicked the items of the session, oldest first
   */
  List<String> recommend(String session, List<String> clicked) {
    List<String> newest = newest(clicked);
    Map<Past, Likeness> likeness = new LinkedHashMap<>();
    for (int steps = 0; steps < newest.size(); steps++) {
      String item = newest.get(steps);
      double position = (double) (newest.size() - steps) / newest.size();
      answeredBytes += 2L * (bytes(session) + bytes(item)) + NUMBER_BYTES;
      for (Past past : byItem.getOrDefault(item, new ArrayDeque<>())) {
        answeredBytes += past.bytes;
        if (!past.id.equals(session)) {
          Likeness like = likeness.computeIfAbsent(past, same -> new Likeness());
          like.weight += position * position;
          like.stepsToNewest = Math.min(like.stepsToNewest, steps);
        }
      }
    }
    Map<String, Double> scores = new HashMap<>();
    likeness.entrySet().stream()
        .sorted(
            Comparator.comparingDouble(
                (Map.Entry<Past, Likeness> entry) -> -entry.getValue().weight))
        .limit(neighbours)
        .forEach(entry -> add(entry.getKey(), entry.getValue(), scores));
    if (repeats < REPEATING_SHOP * clicks) {
      scores.remove(newest.get(0));
    }
    return scores.entrySet().stream()
        .sorted(
            Comparator.comparingDouble((Map.Entry<String, Double> entry) -> -entry.getValue())
                .thenComparing(Map.Entry::getKey))
        .limit(PLACES)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void add(Past past, Likeness like, Map<String, Double> scores) {
    double weight = like.weight * Math.max(0, 1 - STEP_WEIGHT * like.stepsToNewest);
    for (String item : past.items) {
      double rarity = Math.log((double) sessions.size() / visits.get(item));
      scores.merge(item, weight * (1 + IDF_WEIGHT * rarity), Double::sum);
    }
  }

  private List<String> newest(List<String> clicked) {
    List<String> newest = new ArrayList<>();
    Set<String> once = new HashSet<>();
    for (int i = clicked.size() - 1; i >= 0 && newest.size() < window; i--) {
      if (once.add(clicked.get(i))) {
        newest.add(clicked.get(i));
      }
    }
    return newest;
  }

  /** Bytes that were sent to learn. */
  long taughtBytes() {
    return taughtBytes;
  }

  /** Bytes that were sent to ask, and to answer. */
  long answeredBytes() {
    return answeredBytes;
  }

  /** A short text: its length and its characters. */
  private static int bytes(String text) {
    return 1 + text.length();
  }
}
