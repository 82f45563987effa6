package dev.millrace.frauddesk;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.common.quality.RecordRules;
import dev.millrace.fraud.FraudRuleRules;
import dev.millrace.fraud.rules.CelConditions;
import dev.millrace.payments.FraudRule;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Rules, numbered by version, as the job takes them. */
final class Rules implements PolicyKind<FraudRule> {
  static final Rules KIND = new Rules();

  /** As the job's own default for clocks that are ahead. */
  static final Duration FUTURE = Duration.ofHours(1);

  static {
    TrustedRecords.trust();
  }

  private Rules() {}

  /** What the job asks of a rule, asked here before it is sent. */
  static RecordRules<FraudRule> ofTheJob() {
    return FraudRuleRules.of(FUTURE, new CelConditions());
  }

  @Override
  public String noun() {
    return "rule";
  }

  @Override
  public String topic() {
    return "payments.fraud-rules";
  }

  @Override
  public Class<FraudRule> type() {
    return FraudRule.class;
  }

  @Override
  public RecordRules<FraudRule> rules() {
    return ofTheJob();
  }

  @Override
  public String key(FraudRule rule) {
    return rule.getRuleId();
  }

  @Override
  public String numberName() {
    return "version";
  }

  @Override
  public long number(FraudRule rule) {
    return rule.getVersion();
  }

  @Override
  public String author(FraudRule rule) {
    return rule.getAuthor();
  }

  @Override
  public Instant time(FraudRule rule) {
    return rule.getEventTime();
  }

  @Override
  public String effect(FraudRule rule) {
    return "%s, %s if it holds"
        .formatted(
            rule.getState().name().toLowerCase(Locale.ROOT),
            rule.getOutcome().name().toLowerCase(Locale.ROOT));
  }

  @Override
  public FraudRule stamped(FraudRule rule, long number, String author, Instant time) {
    return FraudRule.newBuilder(rule)
        .setVersion(Math.toIntExact(number))
        .setAuthor(author)
        .setEventTime(time)
        .build();
  }

  /** A refused version is not used again, unless none could follow it. */
  @Override
  public long nextNumber(String ruleId, PolicyHistory<FraudRule> before, Instant now) {
    return 1
        + before.of(ruleId).stream()
            .mapToLong(placed -> placed.record().getVersion())
            .filter(version -> version <= FraudRuleRules.HIGHEST_VERSION)
            .max()
            .orElse(0);
  }
}
