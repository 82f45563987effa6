package dev.millrace.fraud.domain;

import dev.millrace.payments.Transaction;

/** When a rule holds. The same payment and figures, the same answer. */
@FunctionalInterface
public interface Condition {

  /**
   * Whether it holds for a payment.
   *
   * @throws FailedConditionException if the payment leaves no answer, because it lacks a field or
   *     something is divided by zero
   */
  boolean holds(Transaction payment, Features features);
}
