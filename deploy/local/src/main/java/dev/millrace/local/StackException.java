package dev.millrace.local;

/** A failure that a person can act on. Its message is all that is shown. */
class StackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StackException(String message) {
    super(message);
  }

  StackException(String message, Throwable cause) {
    super(message, cause);
  }
}
