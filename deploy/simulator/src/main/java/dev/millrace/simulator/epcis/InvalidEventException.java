package dev.millrace.simulator.epcis;

/** An event that breaks a rule of EPCIS: the message names event, field, rule and value. */
public final class InvalidEventException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidEventException(String message) {
    super(message);
  }

  InvalidEventException(String message, Throwable cause) {
    super(message, cause);
  }
}
