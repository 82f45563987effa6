package dev.millrace.contracts;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What it takes to bring one topic to what {@code topics.yaml} wants.
 *
 * @param topic what is wanted
 * @param state whether the topic exists
 * @param replication copies of each partition, as wanted or as they are
 * @param changes settings to set, with old and new value
 * @param refusals why a difference is not for this tool to remove
 */
record TopicPlan(
    Topic topic, State state, int replication, Map<String, Change> changes, List<String> refusals) {

  /** Where the topic stands. */
  enum State {
    MISSING,
    SAME,
    DIFFERENT
  }

  /** A setting's old and new value. */
  record Change(String from, String to) {
    Change {
      requireNonNull(from);
      requireNonNull(to);
    }
  }

  TopicPlan {
    requireNonNull(topic);
    requireNonNull(state);
    changes = Map.copyOf(changes);
    refusals = List.copyOf(refusals);
  }

  /** The plan for a topic that does not exist. */
  static TopicPlan create(Topic topic, int replication) {
    return new TopicPlan(topic, State.MISSING, replication, Map.of(), List.of());
  }

  /**
   * The plan for a topic that exists.
   *
   * @param replication the copies asked for; empty leaves them as they are
   */
  static TopicPlan change(Topic topic, TopicState found, OptionalInt replication) {
    Map<String, Change> changes = new TreeMap<>();
    settings(topic, found.replication())
        .forEach(
            (name, wanted) -> {
              String current = found.settings().getOrDefault(name, "");
              if (!current.equals(wanted)) {
                changes.put(name, new Change(current, wanted));
              }
            });
    List<String> refusals = refusals(topic, found, replication);
    State state = changes.isEmpty() && refusals.isEmpty() ? State.SAME : State.DIFFERENT;
    return new TopicPlan(topic, state, found.replication(), changes, refusals);
  }

  /** The settings of the topic, as Kafka names them. */
  Map<String, String> settings() {
    return settings(topic, replication);
  }

  private static Map<String, String> settings(Topic topic, int replication) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("cleanup.policy", topic.cleanup().setting());
    // Batches stay as the producer compressed them, and records keep the time they were sent with.
    settings.put("compression.type", "producer");
    settings.put("message.timestamp.type", "CreateTime");
    // One copy may be missing and writes with acks=all still go on; with one or two copies, none
    // may.
    settings.put("min.insync.replicas", String.valueOf(Math.max(1, replication - 1)));
    if (topic.cleanup() == Cleanup.DELETE) {
      settings.put("retention.ms", String.valueOf(topic.retention().toMillis()));
    }
    return settings;
  }

  private static List<String> refusals(Topic topic, TopicState found, OptionalInt replication) {
    List<String> refusals = new ArrayList<>();
    if (found.partitions() != topic.partitions()) {
      refusals.add(
          "partitions are %d, topics.yaml says %d: changing them moves keys to other partitions and breaks their order; make a new topic and move its readers"
              .formatted(found.partitions(), topic.partitions()));
    }
    if (replication.isPresent() && replication.getAsInt() != found.replication()) {
      refusals.add(
          "replication is %d, asked for is %d: copies are moved with kafka-reassign-partitions"
              .formatted(found.replication(), replication.getAsInt()));
    }
    return refusals;
  }
}
