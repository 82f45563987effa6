package dev.millrace.contracts;

import java.util.Locale;

/** How Kafka drops old records of a topic. */
enum Cleanup {
  /** By age. */
  DELETE,
  /** All but the newest of each key, for ever. */
  COMPACT;

  /** As Kafka writes it. */
  String setting() {
    return name().toLowerCase(Locale.ROOT);
  }
}
