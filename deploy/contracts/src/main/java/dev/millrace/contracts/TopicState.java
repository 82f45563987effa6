package dev.millrace.contracts;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * A topic as it is in Kafka.
 *
 * @param partitions how many
 * @param replication copies of each partition
 * @param settings its settings, defaults included
 */
record TopicState(String name, int partitions, int replication, Map<String, String> settings) {
  TopicState {
    requireNonNull(name);
    settings = Map.copyOf(settings);
  }
}
