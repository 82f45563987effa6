package dev.millrace.frauddesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.console.ToolException;
import dev.millrace.payments.FraudRule;
import dev.millrace.payments.Outcome;
import dev.millrace.payments.RuleState;
import dev.millrace.payments.Snooze;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleChangeTest {
  private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");

  private final FakePolicyTopic<FraudRule> topic = new FakePolicyTopic<>(Rules.KIND);
  private final PolicyUpdate<FraudRule> change = new PolicyUpdate<>(topic);

  @Test
  void eachChangeIsTheNextVersion() {
    assertThat(put(rule("weekend == 1")).inForce().record().getVersion()).isEqualTo(1);

    PolicyUpdate.Outcome<FraudRule> second = put(rule("weekend == 0"));

    assertThat(second.sent()).isTrue();
    assertThat(second.inForce().record())
        .returns(2, FraudRule::getVersion)
        .returns("ann", FraudRule::getAuthor)
        .returns(NOW, FraudRule::getEventTime);
    assertThat(topic.read().inForce("one")).contains(second.inForce());
  }

  @Test
  void whatIsInForceIsNotSentAgain() {
    put(rule("weekend == 1"));

    PolicyUpdate.Outcome<FraudRule> same = put(rule("weekend == 1"));

    assertThat(same.sent()).isFalse();
    assertThat(topic.read().all()).hasSize(1);
  }

  @Test
  void whatTheJobWouldRefuseIsNotSent() {
    assertThatThrownBy(() -> put(rule("weekend")))
        .isInstanceOf(ToolException.class)
        .hasMessage(
            "one is refused, nothing is sent: condition must be an expression in CEL that is true"
                + " or false, got 'weekend': 1:1 expected type 'bool' but found 'double'");
    assertThat(topic.read().all()).isEmpty();
  }

  @Test
  void aRefusedVersionIsNotUsedAgainAndNotInForce() {
    put(rule("weekend == 1"));
    topic.append(FraudRule.newBuilder(rule("nonsense")).setVersion(2).build());

    assertThat(topic.read().inForce("one")).map(placed -> placed.record().getVersion()).contains(1);
    assertThat(put(rule("weekend == 0")).inForce().record().getVersion()).isEqualTo(3);
  }

  @Test
  void aVersionThatNoneCouldFollowIsRefusedAndDoesNotCount() {
    put(rule("weekend == 1"));
    topic.append(FraudRule.newBuilder(rule("night == 1")).setVersion(Integer.MAX_VALUE).build());

    assertThat(put(rule("weekend == 0")).inForce().record().getVersion()).isEqualTo(2);
  }

  @Test
  void ofTwoAtTheSameTimeTheSecondIsToldAndLeavesTheFirstInForce() {
    put(rule("weekend == 1"));
    topic.beforeTheNextAppend(
        FraudRule.newBuilder(rule("night == 1")).setVersion(2).setAuthor("bob").build());

    assertThatThrownBy(() -> put(rule("weekend == 0")))
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith(
            "version 2 of one was put by bob at the same time and is in force; yours is not");

    assertThat(topic.read().inForce("one"))
        .map(placed -> placed.record().getCondition())
        .contains("night == 1");
    // The last is what a compacted topic keeps.
    assertThat(topic.read().all())
        .extracting(placed -> placed.record().getVersion(), placed -> placed.record().getAuthor())
        .containsExactly(tuple(1, "ann"), tuple(2, "bob"), tuple(2, "ann"), tuple(2, "bob"));
  }

  @Test
  void aChangeMadeOfWhatSomebodyElseHasOvertakenIsRefused() {
    put(FraudRule.newBuilder(rule("weekend == 1")).setState(RuleState.LIVE).build());
    topic.afterTheNextRead(
        FraudRule.newBuilder(rule("weekend == 1"))
            .setVersion(2)
            .setState(RuleState.SHADOW)
            .setAuthor("bob")
            .build());
    Snooze snooze = new Snooze("card-1", NOW.plusSeconds(60));

    assertThatThrownBy(
            () ->
                change.put(
                    "one",
                    before ->
                        FraudRule.newBuilder(before.orElseThrow())
                            .setSnoozes(List.of(snooze))
                            .build(),
                    "ann",
                    NOW))
        .isInstanceOf(ToolException.class)
        .hasMessageStartingWith(
            "version 2 of one was put by bob at the same time and is in force; yours is not");

    assertThat(topic.read().inForce("one"))
        .map(placed -> placed.record().getState())
        .contains(RuleState.SHADOW);
  }

  @Test
  void aSnoozeTakesThePlaceOfTheCardsOldOneAndOfThoseThatAreOver() {
    Snooze over = new Snooze("card-1", NOW);
    Snooze other = new Snooze("card-2", NOW.plusSeconds(1));
    Snooze old = new Snooze("card-3", NOW.plusSeconds(1));
    Snooze renewed = new Snooze("card-3", NOW.plus(Duration.ofHours(24)));

    assertThat(SnoozeRuleCommand.with(renewed, List.of(over, other, old), NOW))
        .containsExactly(other, renewed);
  }

  private PolicyUpdate.Outcome<FraudRule> put(FraudRule rule) {
    return change.put(rule.getRuleId(), before -> rule, "ann", NOW);
  }

  private static FraudRule rule(String condition) {
    Rules.ofTheJob();
    return FraudRule.newBuilder()
        .setRuleId("one")
        .setVersion(1)
        .setState(RuleState.SHADOW)
        .setDescription("for a test")
        .setCondition(condition)
        .setOutcome(Outcome.REVIEW)
        .setReasonCode("ONE")
        .setAuthor("anyone")
        .setEventTime(NOW)
        .build();
  }
}
