package dev.millrace.frauddesk;

import dev.millrace.payments.FraudRule;

/** Where rules are kept. */
interface RuleTopic {
  String NAME = "payments.fraud-rules";

  /** Everything on the topic, up to what is its end now. */
  RuleHistory read();

  /**
   * Appends a version of a rule and waits until it is stored.
   *
   * @return its offset
   */
  long append(FraudRule rule);
}
