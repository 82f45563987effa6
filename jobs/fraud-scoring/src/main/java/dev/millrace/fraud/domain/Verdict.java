package dev.millrace.fraud.domain;

import dev.millrace.payments.Outcome;
import dev.millrace.payments.RuleHit;
import java.util.List;

/**
 * What rules and model together answer to a payment.
 *
 * @param outcome the answer
 * @param hits the rules whose condition held, in the order of their ids
 * @param reasons reason codes of the rules that had effect, the largest weight first
 */
public record Verdict(Outcome outcome, List<RuleHit> hits, List<String> reasons) {

  /** Nothing but what the model says. */
  static Verdict ofModel(Outcome outcome) {
    return new Verdict(outcome, List.of(), List.of());
  }
}
