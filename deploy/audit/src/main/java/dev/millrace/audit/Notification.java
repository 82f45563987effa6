package dev.millrace.audit;

import java.util.List;

/**
 * A message to an owner of alerts, on its topic or in its table.
 *
 * @param place where it is on its topic; null in the table
 * @param eventTime milliseconds since 1970
 * @param alerts each as one text, see {@link #alert}
 */
record Notification(
    Place place,
    String id,
    String owner,
    String kind,
    String severity,
    long eventTime,
    int heldBack,
    List<String> alerts) {

  Notification {
    alerts = List.copyOf(alerts);
  }

  /** An alert that it is about, as one text. */
  static String alert(String id, long version, String change, String summary) {
    return "%s#%d %s %s".formatted(id, version, change, summary);
  }

  /** Whether a row says what a record says. */
  boolean sameContent(Notification other) {
    return at(null).equals(other.at(null));
  }

  private Notification at(Place other) {
    return new Notification(other, id, owner, kind, severity, eventTime, heldBack, alerts);
  }
}
