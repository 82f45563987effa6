package dev.millrace.audit;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Topics of which Kafka has deleted records already, be it the first or superseded ones.
 *
 * @param until of each topic, until when: what was written to it later is all there; milliseconds
 *     since 1970
 */
record Cut(Map<String, Long> until) {
  static final Cut NOTHING = new Cut(Map.of());

  /** Clocks of senders and jobs differ, and two writers of a partition are not in step. */
  private static final long MARGIN_MILLIS = Duration.ofMinutes(5).toMillis();

  Cut {
    until = Map.copyOf(until);
  }

  /** Topics of which any record may be gone, whenever it was written. */
  static Cut of(Set<String> topics) {
    return new Cut(
        topics.stream().collect(Collectors.toMap(topic -> topic, topic -> Long.MAX_VALUE)));
  }

  Set<String> topics() {
    return until.keySet();
  }

  /** Whether records of a topic are gone. */
  boolean contains(String topic) {
    return until.containsKey(topic);
  }

  /** Whether a record of a topic may be gone that was written at a moment or later. */
  boolean mayLack(String topic, long moment) {
    return contains(topic) && moment - MARGIN_MILLIS <= until.get(topic);
  }
}
