package dev.millrace.contracts;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * A topic as {@code topics.yaml} wants it.
 *
 * @param name Kafka's name of it
 * @param record folder of the record's schema versions
 * @param key what the record key holds
 * @param partitions 1 to 10000
 * @param retention how long a record is kept, whole hours; without meaning where {@code cleanup} is
 *     COMPACT
 * @param cleanup what happens to old records
 */
record Topic(
    String name, String record, String key, int partitions, Duration retention, Cleanup cleanup) {
  Topic {
    requireNonNull(name);
    requireNonNull(record);
    requireNonNull(key);
    requireNonNull(retention);
    requireNonNull(cleanup);
  }
}
