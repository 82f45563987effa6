package dev.millrace.fraud.domain;

/**
 * A condition has no answer for a payment. Without a stack trace: a rule may fail for every
 * payment.
 */
public final class FailedConditionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure with what the evaluation says of it. */
  public FailedConditionException(String message) {
    super(message, null, false, false);
  }
}
