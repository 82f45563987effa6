package dev.millrace.common.testing.savepoint;

/** State that today's classes cannot read. */
public final class UnreadableStateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * State that cannot be read.
   *
   * @param where step, and state where it is known
   */
  UnreadableStateException(String where, Exception cause) {
    super("%s: cannot be read: %s".formatted(where, cause), cause);
  }
}
