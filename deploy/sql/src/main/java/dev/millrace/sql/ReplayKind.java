package dev.millrace.sql;

import static java.util.Objects.requireNonNull;

/** Whether a replay does its work or only says what it would do. */
enum ReplayKind {
  LIVE("WHAT HAPPENED", "replayed", "not replayed"),
  DRY("WHAT WOULD HAPPEN", "would be replayed", "would not be replayed");

  private final String heading;
  private final String sent;
  private final String notSent;

  ReplayKind(String heading, String sent, String notSent) {
    this.heading = requireNonNull(heading);
    this.sent = requireNonNull(sent);
    this.notSent = requireNonNull(notSent);
  }

  String heading() {
    return heading;
  }

  String sent() {
    return sent;
  }

  String notSent() {
    return notSent;
  }
}
