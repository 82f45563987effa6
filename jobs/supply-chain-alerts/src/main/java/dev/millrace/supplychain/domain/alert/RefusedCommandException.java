package dev.millrace.supplychain.domain.alert;

/** A command that has no effect, with the reason. */
public final class RefusedCommandException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  RefusedCommandException(String reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  /** Short code to count by. */
  public String reason() {
    return reason;
  }
}
