package dev.millrace.audit;

/**
 * A dead letter, on its topic or in its table.
 *
 * @param place where it is on its topic; null in the table
 * @param digest of the record's time and bytes, see {@link Digest}
 * @param intact whether the bytes are the record's
 * @param premature whether it was refused for something that has passed since, or passes by itself;
 *     not known of a row
 * @param replayed whether a person has put the record back on its topic; known of a row only
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
    boolean premature,
    boolean replayed) {
  static final String WRITE = "WRITE";

  /** A dead letter whose record nobody has put back. */
  DeadLetter(
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
    this(place, id, job, stage, reason, detail, source, digest, intact, premature, false);
  }

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
