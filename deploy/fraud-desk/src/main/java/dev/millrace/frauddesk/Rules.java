package dev.millrace.frauddesk;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.common.quality.RecordRules;
import dev.millrace.fraud.FraudRuleRules;
import dev.millrace.fraud.rules.CelConditions;
import dev.millrace.payments.FraudRule;
import java.time.Duration;

/** What the job asks of a rule, asked here before it is sent. */
final class Rules {
  /** As the job's own default for clocks that are ahead. */
  private static final Duration FUTURE = Duration.ofHours(1);

  static {
    TrustedRecords.trust();
  }

  private Rules() {}

  static RecordRules<FraudRule> ofTheJob() {
    return FraudRuleRules.of(FUTURE, new CelConditions());
  }
}
