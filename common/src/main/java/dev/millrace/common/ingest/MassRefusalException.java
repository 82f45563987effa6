package dev.millrace.common.ingest;

/** Too many of a topic's newest records were refused; the message says how many, and why. */
public final class MassRefusalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MassRefusalException(String message) {
    super(message);
  }
}
