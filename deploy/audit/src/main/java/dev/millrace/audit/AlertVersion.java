package dev.millrace.audit;

import java.util.Objects;

/**
 * A version of a supply chain's alert, on its topic or in a table. Times in milliseconds since
 * 1970.
 *
 * @param place where it is on its topic; null in a table
 * @param parentId alert that it is part of; null if of none
 * @param valueMinor value at risk; null if not known
 * @param source the record that caused it; null where time passing did
 * @param details all else that it says, see {@link AlertDetails}
 * @param digest of the record's bytes; 0 in a table
 */
record AlertVersion(
    Place place,
    String alertId,
    long version,
    String state,
    String change,
    String severity,
    String owner,
    long eventTime,
    String parentId,
    Long valueMinor,
    Place source,
    long details,
    int digest) {
  static final String RESOLVED = "RESOLVED";

  /** What makes it that version of that alert. */
  String id() {
    return alertId + "#" + version;
  }

  boolean opens() {
    return change.equals("OPENED") || change.equals("REOPENED");
  }

  boolean isResolved() {
    return state.equals(RESOLVED);
  }

  /** Whether a person's command caused it. */
  boolean isOfCommand() {
    return source != null && source.topic().equals(SupplyChain.COMMANDS);
  }

  /** The same but for its details. */
  AlertVersion withDetails(long other) {
    return new AlertVersion(
        place,
        alertId,
        version,
        state,
        change,
        severity,
        owner,
        eventTime,
        parentId,
        valueMinor,
        source,
        other,
        digest);
  }

  /** Whether a row says what a record says. */
  boolean sameContent(AlertVersion other) {
    return id().equals(other.id())
        && state.equals(other.state)
        && change.equals(other.change)
        && severity.equals(other.severity)
        && owner.equals(other.owner)
        && eventTime == other.eventTime
        && Objects.equals(parentId, other.parentId)
        && Objects.equals(valueMinor, other.valueMinor)
        && Objects.equals(source, other.source)
        && details == other.details;
  }
}
