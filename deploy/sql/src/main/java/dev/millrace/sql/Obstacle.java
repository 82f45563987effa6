package dev.millrace.sql;

import static java.util.Objects.requireNonNull;

/** Why a dead letter is not replayed. */
enum Obstacle {
  NOT_INTACT("not-intact", "bytes were cut or masked, the original is on its topic only"),
  TOO_MANY_ATTEMPTS("max-attempts", "refused after every replay, repair the cause first"),
  UNREADABLE_HEADERS("unreadable-headers", "the row does not hold the record's headers"),
  NO_SUCH_TOPIC("no-such-topic", "Kafka does not have the original topic"),
  NO_SUCH_PARTITION("no-such-partition", "the original topic has fewer partitions now"),
  COMPACTED_TOPIC("compacted-topic", "an old record would push out the newest of its key"),
  ALREADY_REPLAYED("already-replayed", "a record refused again has a dead letter of its own"),
  TAKEN("taken", "another replay is at it"),
  UNKNOWN_ID("unknown-id", "no dead letter has this id"),
  REFUSED_BY_KAFKA("refused-by-kafka", "Kafka does not take the record"),
  NOT_CONFIRMED("not-confirmed", "Kafka gave no answer, replay again what is left");

  private final String code;
  private final String meaning;

  Obstacle(String code, String meaning) {
    this.code = requireNonNull(code);
    this.meaning = requireNonNull(meaning);
  }

  /** Short name to count by. */
  String code() {
    return code;
  }

  /** Half a sentence for a person. */
  String meaning() {
    return meaning;
  }
}
