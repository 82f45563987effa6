package dev.millrace.frauddesk;

import dev.millrace.common.quality.RecordRules;
import dev.millrace.payments.FraudRule;
import java.util.ArrayList;
import java.util.List;

/** A topic in memory, to which others may write between a read and the next append. */
final class FakeRuleTopic implements RuleTopic {
  private final List<PlacedRule> all = new ArrayList<>();
  private final List<FraudRule> others = new ArrayList<>();

  /** Somebody else's rule that arrives just before the next append. */
  void beforeTheNextAppend(FraudRule rule) {
    others.add(rule);
  }

  @Override
  public RuleHistory read() {
    return new RuleHistory(all);
  }

  @Override
  public long append(FraudRule rule) {
    others.forEach(this::place);
    others.clear();
    return place(rule);
  }

  private long place(FraudRule rule) {
    String complaint =
        Rules.ofTheJob()
            .broken(rule, rule.getEventTime().toEpochMilli())
            .map(broken -> RecordRules.refusal(broken, rule).detail())
            .orElse("");
    all.add(new PlacedRule(rule, all.size(), complaint));
    return all.size() - 1L;
  }
}
