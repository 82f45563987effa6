package dev.millrace.supplychain.domain.place;

/**
 * A step that a place waits for.
 *
 * @param passage the step
 * @param deadline when it is late, milliseconds since 1970
 * @param counted whether it has been counted as late
 */
public record Expected(Passage passage, long deadline, boolean counted) {

  /** When it was counted, if it was: at its deadline, or when an estimate said so. */
  long countedAt() {
    return passage.saidAt() > deadline ? passage.time() : deadline;
  }
}
