package dev.millrace.fraud;

import static dev.millrace.common.quality.StandardRules.id;
import static dev.millrace.common.quality.StandardRules.notInFuture;

import dev.millrace.common.quality.CardNumbers;
import dev.millrace.common.quality.RecordRules;
import dev.millrace.common.quality.Rule;
import dev.millrace.common.quality.StandardRules;
import dev.millrace.fraud.domain.ConditionCompiler;
import dev.millrace.fraud.domain.InvalidConditionException;
import dev.millrace.payments.FraudRule;
import dev.millrace.payments.RuleState;
import dev.millrace.payments.Snooze;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What must be true of a fraud rule for the job to take it; the version before stays if not. */
public final class FraudRuleRules {

  /** Far from the largest number, which no version could follow. */
  public static final int HIGHEST_VERSION = 1_000_000_000;

  private static final int LONGEST_DESCRIPTION = 1_000;
  private static final int MOST_SNOOZES = 1_000;
  private static final Pattern RULE_ID = Pattern.compile("(?=.{1,64}$)[a-z0-9]+(-[a-z0-9]+)*");
  private static final Pattern REASON_CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

  private FraudRuleRules() {}

  /**
   * Rules of fraud rules.
   *
   * @param future how far the clock of who made the rule may be ahead of the job's
   * @param conditions reads the condition, unless the rule is retired
   */
  public static RecordRules<FraudRule> of(Duration future, ConditionCompiler conditions) {
    return new RecordRules<>(
        List.of(
            snoozedCardsAreTokens(),
            rule(
                "rule_id.form",
                "rule-id-invalid",
                "rule_id",
                "1 to 64 lower case letters and digits, hyphens between them",
                FraudRule::getRuleId,
                rule -> RULE_ID.matcher(rule.getRuleId()).matches()),
            rule(
                "version.range",
                "version-invalid",
                "version",
                "1 to %d".formatted(HIGHEST_VERSION),
                FraudRule::getVersion,
                rule -> rule.getVersion() >= 1 && rule.getVersion() <= HIGHEST_VERSION),
            rule(
                "description.length",
                "description-invalid",
                "description",
                "1 to %d characters, not blank".formatted(LONGEST_DESCRIPTION),
                FraudRule::getDescription,
                rule ->
                    !rule.getDescription().isBlank()
                        && rule.getDescription().length() <= LONGEST_DESCRIPTION),
            rule(
                "reason_code.form",
                "reason-code-invalid",
                "reason_code",
                "1 to 64 capital letters, digits and underscores, a letter first",
                FraudRule::getReasonCode,
                rule -> REASON_CODE.matcher(rule.getReasonCode()).matches()),
            share("weight", FraudRule::getWeight),
            share("max_decline_share", FraudRule::getMaxDeclineShare),
            rule(
                "snoozes.count",
                "snoozes-too-many",
                "snoozes",
                "at most %d cards".formatted(MOST_SNOOZES),
                rule -> rule.getSnoozes().size(),
                rule -> rule.getSnoozes().size() <= MOST_SNOOZES),
            id("author", FraudRule::getAuthor),
            notInFuture("event_time", FraudRule::getEventTime, future),
            condition(conditions)));
  }

  /** Refuses cards' own numbers and keeps all of them out of the dead letter. */
  private static Rule<FraudRule> snoozedCardsAreTokens() {
    return new Rule<>(
        "snoozes.card_id.token",
        "card-number",
        "snoozes.card_id",
        "a token, not a card number",
        FraudRuleRules::snoozedCardNumbers,
        (rule, now) -> snoozedCardNumbers(rule).isEmpty(),
        Rule.Exposure.MASKED);
  }

  private static List<String> snoozedCardNumbers(FraudRule rule) {
    return rule.getSnoozes().stream()
        .map(Snooze::getCardId)
        .filter(CardNumbers::isCardNumber)
        .toList();
  }

  private static Rule<FraudRule> share(String field, StandardRules.Of<FraudRule, Double> value) {
    return rule(
        field + ".range",
        field.replace('_', '-') + "-invalid",
        field,
        "0 to 1",
        value::apply,
        rule -> value.apply(rule) >= 0 && value.apply(rule) <= 1);
  }

  /** What is over needs no condition that today's fields and figures still allow. */
  private static Rule<FraudRule> condition(ConditionCompiler conditions) {
    return rule(
            "condition.valid",
            "condition-invalid",
            "condition",
            "an expression in CEL that is true or false",
            FraudRule::getCondition,
            rule ->
                rule.getState() == RuleState.RETIRED
                    || complaint(conditions, rule.getCondition()).isEmpty())
        .explained(rule -> complaint(conditions, rule.getCondition()));
  }

  /** Place and reason; empty if there is nothing to complain of. */
  private static String complaint(ConditionCompiler conditions, String expression) {
    try {
      conditions.compile(expression);
      return "";
    } catch (InvalidConditionException e) {
      return e.getMessage();
    }
  }

  private static Rule<FraudRule> rule(
      String id,
      String reason,
      String field,
      String text,
      Rule.Field<FraudRule> value,
      Holds holds) {
    return new Rule<>(id, reason, field, text, value, (rule, now) -> holds.test(rule));
  }

  @FunctionalInterface
  private interface Holds extends Predicate<FraudRule>, Serializable {}
}
