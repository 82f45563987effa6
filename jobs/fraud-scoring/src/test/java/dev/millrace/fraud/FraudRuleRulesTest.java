package dev.millrace.fraud;

import static dev.millrace.fraud.Payments.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.common.quality.RecordRules;
import dev.millrace.common.quality.Refusal;
import dev.millrace.common.quality.Rule;
import dev.millrace.fraud.rules.CelConditions;
import dev.millrace.payments.FraudRule;
import dev.millrace.payments.Outcome;
import dev.millrace.payments.RuleState;
import dev.millrace.payments.Snooze;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FraudRuleRulesTest {
  private static final long NOW = NOON.toEpochMilli();
  private static final RecordRules<FraudRule> RULES =
      FraudRuleRules.of(Duration.ofHours(1), new CelConditions());

  static Stream<Arguments> bad() {
    return Stream.of(
        bad(
            rule -> rule.setSnoozes(snoozes("card-1", "4111 1111 1111 1111")).setVersion(0),
            "snoozes.card_id.token",
            "card-number",
            "snoozes.card_id must be a token, not a card number, got '**** **** **** 1111'"),
        bad(
            rule -> rule.setRuleId("Card_Testing"),
            "rule_id.form",
            "rule-id-invalid",
            "rule_id must be 1 to 64 lower case letters and digits, hyphens between them, got"
                + " 'Card_Testing'"),
        bad(
            rule -> rule.setVersion(0),
            "version.range",
            "version-invalid",
            "version must be 1 to 1000000000, got '0'"),
        bad(
            rule -> rule.setVersion(Integer.MAX_VALUE),
            "version.range",
            "version-invalid",
            "version must be 1 to 1000000000, got '2147483647'"),
        bad(
            rule -> rule.setDescription(" "),
            "description.length",
            "description-invalid",
            "description must be 1 to 1000 characters, not blank, got ' '"),
        bad(
            rule -> rule.setReasonCode("card testing"),
            "reason_code.form",
            "reason-code-invalid",
            "reason_code must be 1 to 64 capital letters, digits and underscores, a letter first,"
                + " got 'card testing'"),
        bad(
            rule -> rule.setWeight(Double.NaN),
            "weight.range",
            "weight-invalid",
            "weight must be 0 to 1, got 'NaN'"),
        bad(
            rule -> rule.setMaxDeclineShare(1.01),
            "max_decline_share.range",
            "max-decline-share-invalid",
            "max_decline_share must be 0 to 1, got '1.01'"),
        bad(
            rule ->
                rule.setSnoozes(
                    Collections.nCopies(1_001, new Snooze("card-1", NOON.plusSeconds(1)))),
            "snoozes.count",
            "snoozes-too-many",
            "snoozes must be at most 1000 cards, got '1001'"),
        bad(
            rule -> rule.setAuthor(""),
            "author.id",
            "author-invalid",
            "author must be 1 to 128 characters, none of them a control character, not blank, got"
                + " ''"),
        bad(
            rule -> rule.setEventTime(NOON.plus(Duration.ofHours(1)).plusMillis(1)),
            "event_time.not-in-future",
            "event-time-in-future",
            "event_time must be at most 60 minutes ahead of the job's clock, got"
                + " '2026-03-04T13:00:00.001Z'"),
        bad(
            rule -> rule.setCondition("cardCount1d >\n 'x'"),
            "condition.valid",
            "condition-invalid",
            "condition must be an expression in CEL that is true or false, got 'cardCount1d >? 'x'':"
                + " 1:13 found no matching overload for '>' applied to '(double, string)'"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void refuses(UnaryOperator<FraudRule.Builder> change, String id, String reason, String detail) {
    FraudRule rule = change.apply(rule()).build();

    Optional<Rule<FraudRule>> broken = RULES.broken(rule, NOW);

    assertThat(broken).map(Rule::id).contains(id);
    Refusal refusal = RecordRules.refusal(broken.orElseThrow(), rule);
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.detail()).isEqualTo(detail);
  }

  static Stream<UnaryOperator<FraudRule.Builder>> good() {
    return Stream.of(
        rule -> rule,
        rule -> rule.setRuleId("a".repeat(64)),
        rule -> rule.setRuleId("3-strikes"),
        rule -> rule.setVersion(1_000_000_000),
        rule -> rule.setWeight(0).setMaxDeclineShare(0),
        rule -> rule.setWeight(1).setMaxDeclineShare(1),
        rule -> rule.setSnoozes(snoozes("card-1")),
        rule -> rule.setEventTime(NOON.plus(Duration.ofHours(1))),
        rule -> rule.setState(RuleState.DRAFT),
        rule -> rule.setState(RuleState.RETIRED).setCondition("aFigureOfOldTimes > 5"));
  }

  @ParameterizedTest
  @MethodSource("good")
  void accepts(UnaryOperator<FraudRule.Builder> change) {
    assertThat(RULES.broken(change.apply(rule()).build(), NOW)).isEmpty();
  }

  @Test
  void everyCardNumberIsKeptOutOfTheDeadLetter() {
    FraudRule rule =
        rule().setSnoozes(snoozes("card-1", "4111 1111 1111 1111", "123456789015")).build();

    Refusal refusal = RecordRules.refusal(RULES.broken(rule, NOW).orElseThrow(), rule);

    assertThat(refusal.secrets()).containsExactly("4111 1111 1111 1111", "123456789015");
    assertThat(refusal.detail())
        .isEqualTo(
            "snoozes.card_id must be a token, not a card number, got '**** **** **** 1111',"
                + " '********9015'");
  }

  @Test
  void draftsAndShadowsMustBeValidToo() {
    for (RuleState state : List.of(RuleState.DRAFT, RuleState.SHADOW, RuleState.LIVE)) {
      assertThat(RULES.broken(rule().setState(state).setCondition("foo").build(), NOW))
          .map(Rule::id)
          .contains("condition.valid");
    }
  }

  @Test
  void everyRuleHasACase() {
    assertThat(RULES.all().stream().map(Rule::id).toList())
        .containsExactlyInAnyOrderElementsOf(
            bad().map(arguments -> (String) arguments.get()[1]).distinct().toList());
  }

  @Test
  void travelWithTheJob() throws Exception {
    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      out.writeObject(RULES);
    }
  }

  private static Arguments bad(
      UnaryOperator<FraudRule.Builder> change, String id, String reason, String detail) {
    return arguments(change, id, reason, detail);
  }

  private static List<Snooze> snoozes(String... cards) {
    return Stream.of(cards).map(card -> new Snooze(card, NOON.plusSeconds(60))).toList();
  }

  private static FraudRule.Builder rule() {
    Payments.payment("makes the generated records trusted");
    return FraudRule.newBuilder()
        .setRuleId("card-testing")
        .setVersion(1)
        .setState(RuleState.LIVE)
        .setDescription("Many payments within a day.")
        .setCondition("cardCount1d > 5")
        .setOutcome(Outcome.DECLINE)
        .setReasonCode("CARD_TESTING")
        .setAuthor("analyst@example.com")
        .setEventTime(NOON);
  }
}
