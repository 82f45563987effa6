package dev.millrace.fraud.model;

/** A model file that cannot be used. The message names the place in it, the rule and the value. */
public final class InvalidModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidModelException(String message) {
    super(message);
  }

  public InvalidModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
