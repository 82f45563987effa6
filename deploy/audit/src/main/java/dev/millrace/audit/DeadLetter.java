package dev.millrace.audit;

/**
 * A dead letter on its topic.
 *
 * @param digest of its bytes, see {@link Digest}
 * @param intact whether the bytes are the record's
 * @param premature whether it was refused for something that has passed since, or passes by itself
 */
record DeadLetter(
    String id,
    String job,
    String stage,
    String reason,
    String detail,
    Place source,
    long digest,
    boolean intact,
    boolean premature) {}
