package dev.millrace.audit;

import java.util.List;
import java.util.Optional;

/**
 * What the database tells of attempts to take a row back.
 *
 * @param setbacks those that it has recorded
 * @param blind why there may be others; empty if every table is watched
 * @param before rows that were there when it began to record: what became of them until then it
 *     does not tell
 */
record Watched(List<String> setbacks, Optional<String> blind, long before) {
  /** Nothing was taken back, and all was watched. */
  static final Watched QUIET = new Watched(List.of(), Optional.empty(), 0);

  /** Nobody has told the database to record anything. */
  static final Watched NOT_ARMED = blind("not armed: scripts/audit --arm before the load");

  Watched {
    setbacks = List.copyOf(setbacks);
  }

  static Watched blind(String reason) {
    return new Watched(List.of(), Optional.of(reason), 0);
  }
}
