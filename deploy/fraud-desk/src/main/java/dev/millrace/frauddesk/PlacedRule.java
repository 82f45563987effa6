package dev.millrace.frauddesk;

import dev.millrace.payments.FraudRule;

/**
 * A version of a rule where it stands on the topic.
 *
 * @param offset from 0
 * @param complaint why the job refuses it; empty if it does not
 */
record PlacedRule(FraudRule rule, long offset, String complaint) {

  boolean isValid() {
    return complaint.isEmpty();
  }

  boolean isOf(String ruleId) {
    return rule.getRuleId().equals(ruleId);
  }
}
