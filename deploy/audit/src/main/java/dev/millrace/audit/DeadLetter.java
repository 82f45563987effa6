package dev.millrace.audit;

/**
 * A dead letter, on its topic or in its table.
 *
 * @param place where it is on its topic; null in the table
 * @param digest of the record's time and bytes, see {@link Digest}
 * @param intact whether the bytes are the record's
 * @param premature whether it was refused for something that has passed since, or passes by itself;
 *     not known of a row
 */
record DeadLetter(
    Place place,
    String id,
    String job,
    String stage,
    String reason,
    String detail,
    Place source,
    long digest,
    boolean intact,
    boolean premature) {
  static final String WRITE = "WRITE";

  /** Whether it is the same record refused for the same reason; the detail may name a time. */
  boolean sameRefusal(DeadLetter other) {
    return id.equals(other.id)
        && job.equals(other.job)
        && stage.equals(other.stage)
        && reason.equals(other.reason)
        && source.equals(other.source)
        && digest == other.digest
        && intact == other.intact;
  }

  boolean sameContent(DeadLetter other) {
    return sameRefusal(other) && detail.equals(other.detail);
  }
}
