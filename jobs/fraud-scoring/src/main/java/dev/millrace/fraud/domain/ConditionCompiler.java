package dev.millrace.fraud.domain;

import java.io.Serializable;

/** Makes conditions of what people write. */
@FunctionalInterface
public interface ConditionCompiler extends Serializable {

  /**
   * The condition that a text stands for.
   *
   * @throws InvalidConditionException if the text is no condition on a payment
   */
  Condition compile(String expression) throws InvalidConditionException;
}
