package dev.millrace.simulator;

import dev.millrace.console.Json;
import dev.millrace.simulator.hostile.HostileRecord;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How many records of which kind were sent where, for a person and for a program. */
final class HostileReport {
  private final long seed;
  private final Map<String, Map<String, Long>> kindsByTopic = new TreeMap<>();
  private long sent;

  HostileReport(long seed) {
    this.seed = seed;
  }

  void add(HostileRecord hostile) {
    sent++;
    kindsByTopic
        .computeIfAbsent(hostile.topic(), unused -> new TreeMap<>())
        .merge(hostile.kind(), 1L, Long::sum);
  }

  /** One JSON object, on one line. */
  String json() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("seed", seed);
    tree.put("sent", sent);
    Map<String, Object> topics = new LinkedHashMap<>();
    kindsByTopic.forEach(
        (topic, kinds) -> {
          Map<String, Object> counts = new LinkedHashMap<>();
          counts.put("sent", total(kinds));
          counts.put("byKind", kinds);
          topics.put(topic, counts);
        });
    tree.put("topics", topics);
    return Json.text(tree);
  }

  /** A table for a person: a line for each kind, a column for each topic. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(String.format(Locale.ROOT, "sent %,d hostile records, seed %d%n", sent, seed));
    kindsByTopic.forEach(
        (topic, kinds) -> {
          text.append(String.format(Locale.ROOT, "%n%s  %,d%n", topic, total(kinds)));
          kinds.forEach(
              (kind, count) ->
                  text.append(String.format(Locale.ROOT, "  %-22s %,7d%n", kind, count)));
        });
    return text.toString().stripTrailing();
  }

  private static long total(Map<String, Long> kinds) {
    return kinds.values().stream().mapToLong(Long::longValue).sum();
  }
}
