package dev.millrace.fraud.domain;

import static dev.millrace.fraud.Payments.NOON;
import static dev.millrace.payments.Outcome.APPROVE;
import static dev.millrace.payments.Outcome.DECLINE;
import static dev.millrace.payments.Outcome.REVIEW;
import static dev.millrace.payments.RuleEffect.APPLIED;
import static dev.millrace.payments.RuleEffect.CAPPED;
import static dev.millrace.payments.RuleEffect.OUTWEIGHED;
import static dev.millrace.payments.RuleEffect.SHADOW;
import static dev.millrace.payments.RuleEffect.SNOOZED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.fraud.Payments;
import dev.millrace.payments.FraudRule;
import dev.millrace.payments.Outcome;
import dev.millrace.payments.RuleEffect;
import dev.millrace.payments.RuleHit;
import dev.millrace.payments.RuleState;
import dev.millrace.payments.Snooze;
import dev.millrace.payments.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The conditions here are words: yes, no, and fails. */
class RuleBookTest {
  private static final long MINUTE = NOON.toEpochMilli();

  private final Transaction payment = Payments.payment("a").build();
  private final List<String> failed = new ArrayList<>();
  private RuleBook book;

  @BeforeEach
  void open() {
    book = RuleBook.of(RuleBookTest::compile, failed::add);
  }

  private static Condition compile(String expression) throws InvalidConditionException {
    return switch (expression) {
      case "yes" -> (payment, features) -> true;
      case "no" -> (payment, features) -> false;
      case "fails" ->
          (payment, features) -> {
            throw new FailedConditionException("no answer");
          };
      default -> throw new InvalidConditionException(1, 1, "not a word");
    };
  }

  @Test
  void withoutRulesTheModelDecides() {
    for (Outcome outcome : Outcome.values()) {
      assertThat(judge(outcome)).isEqualTo(new Verdict(outcome, List.of(), List.of()));
    }
  }

  @Test
  void aLiveRuleIsAppliedIfItIsStricterThanTheModel() throws Exception {
    book.put(rule("one", REVIEW).build());

    assertThat(judge(APPROVE).outcome()).isEqualTo(REVIEW);
    assertThat(judge(APPROVE).hits())
        .containsExactly(new RuleHit("one", 1, REVIEW, "REASON_ONE", APPLIED));
    assertThat(judge(APPROVE).reasons()).containsExactly("REASON_ONE");
  }

  @Test
  void aStricterModelOutweighsARule() throws Exception {
    book.put(rule("one", REVIEW).build());

    assertThat(judge(DECLINE).outcome()).isEqualTo(DECLINE);
    assertThat(effects(judge(DECLINE))).containsExactly(Map.entry("one", OUTWEIGHED));
    assertThat(judge(DECLINE).reasons()).isEmpty();
  }

  @Test
  void aRuleThatAgreesWithTheModelIsApplied() throws Exception {
    book.put(rule("one", DECLINE).build());

    assertThat(effects(judge(DECLINE))).containsExactly(Map.entry("one", APPLIED));
  }

  @Test
  void theLargestWeightDecidesWhateverIsStricter() throws Exception {
    book.put(rule("heavy", REVIEW).setWeight(0.9).build());
    book.put(rule("strict", DECLINE).setWeight(0.8).build());

    Verdict verdict = judge(APPROVE);

    assertThat(verdict.outcome()).isEqualTo(REVIEW);
    assertThat(effects(verdict))
        .containsExactly(Map.entry("heavy", APPLIED), Map.entry("strict", OUTWEIGHED));
    assertThat(verdict.reasons()).containsExactly("REASON_HEAVY");
  }

  @Test
  void ofEqualWeightsTheStricterDecides() throws Exception {
    book.put(rule("approve", APPROVE).build());
    book.put(rule("decline", DECLINE).build());
    book.put(rule("review", REVIEW).build());

    Verdict verdict = judge(APPROVE);

    assertThat(verdict.outcome()).isEqualTo(DECLINE);
    assertThat(effects(verdict))
        .containsExactly(
            Map.entry("approve", OUTWEIGHED),
            Map.entry("decline", APPLIED),
            Map.entry("review", OUTWEIGHED));
  }

  @Test
  void anExceptionStopsTheModel() throws Exception {
    book.put(rule("exception", APPROVE).setWeight(1).build());
    book.put(rule("other", DECLINE).setWeight(0.9).build());

    Verdict verdict = judge(DECLINE);

    assertThat(verdict.outcome()).isEqualTo(APPROVE);
    assertThat(effects(verdict))
        .containsExactly(Map.entry("exception", APPLIED), Map.entry("other", OUTWEIGHED));
    assertThat(verdict.reasons()).containsExactly("REASON_EXCEPTION");
  }

  @Test
  void anOutweighedExceptionStopsNothing() throws Exception {
    book.put(rule("exception", APPROVE).setWeight(0.1).build());
    book.put(rule("other", REVIEW).setWeight(0.2).build());

    assertThat(judge(DECLINE).outcome()).isEqualTo(DECLINE);
    assertThat(judge(APPROVE).outcome()).isEqualTo(REVIEW);
  }

  @Test
  void reasonsAreNamedOnceTheLargestWeightFirst() throws Exception {
    book.put(rule("a", DECLINE).setWeight(0.1).build());
    book.put(rule("b", DECLINE).setWeight(0.9).build());
    book.put(rule("c", DECLINE).setWeight(0.5).setReasonCode("REASON_B").build());

    assertThat(judge(APPROVE).reasons()).containsExactly("REASON_B", "REASON_A");
  }

  @Test
  void aShadowRuleIsRecordedWithoutEffect() throws Exception {
    book.put(rule("one", DECLINE).setState(RuleState.SHADOW).build());

    assertThat(judge(APPROVE).outcome()).isEqualTo(APPROVE);
    assertThat(effects(judge(APPROVE))).containsExactly(Map.entry("one", SHADOW));
    assertThat(judge(APPROVE).reasons()).isEmpty();
  }

  @Test
  void draftsAndRetiredRulesAreNotEvaluatedNorCompiled() throws Exception {
    book.put(rule("draft", DECLINE).setState(RuleState.DRAFT).setCondition("nonsense").build());
    book.put(rule("retired", DECLINE).setState(RuleState.RETIRED).setCondition("?").build());

    assertThat(judge(APPROVE).hits()).isEmpty();
    assertThat(book.rules()).extracting(FraudRule::getRuleId).containsExactly("draft", "retired");
    assertThat(book.leftOut()).isZero();
  }

  @Test
  void theHighestVersionIsInForceInWhateverOrderTheyCome() throws Exception {
    assertThat(book.put(rule("one", DECLINE).setVersion(3).build())).isTrue();
    assertThat(book.put(rule("one", REVIEW).setVersion(2).build())).isFalse();
    assertThat(book.put(rule("one", REVIEW).setVersion(3).build())).isFalse();

    assertThat(judge(APPROVE).hits())
        .extracting(RuleHit::getVersion, RuleHit::getOutcome)
        .containsExactly(tuple(3, DECLINE));
  }

  @Test
  void retiringARuleEndsIt() throws Exception {
    book.put(rule("one", DECLINE).build());
    book.put(rule("one", DECLINE).setVersion(2).setState(RuleState.RETIRED).build());

    assertThat(judge(APPROVE).hits()).isEmpty();
  }

  @Test
  void anInvalidVersionIsLeftOutAndNoneBeforeItComesBack() throws Exception {
    book.put(rule("one", REVIEW).build());
    FraudRule invalid = rule("one", DECLINE).setVersion(3).setCondition("nonsense").build();

    assertThatThrownBy(() -> book.put(invalid))
        .isInstanceOf(InvalidConditionException.class)
        .hasMessage("1:1 not a word");

    assertThat(book.put(rule("one", REVIEW).setVersion(2).build())).isFalse();
    assertThat(judge(APPROVE).hits()).isEmpty();
    assertThat(book.inForce()).isZero();
    assertThat(book.leftOut()).isEqualTo(1);

    book.put(rule("one", REVIEW).setVersion(4).build());
    assertThat(judge(APPROVE).outcome()).isEqualTo(REVIEW);
    assertThat(book.leftOut()).isZero();
  }

  @Test
  void aConditionThatFailsDoesNotHoldAndIsTold() throws Exception {
    book.put(rule("bad", DECLINE).setCondition("fails").build());
    book.put(rule("good", REVIEW).build());

    assertThat(effects(judge(APPROVE))).containsExactly(Map.entry("good", APPLIED));
    judge(APPROVE);
    assertThat(failed).containsExactly("bad", "bad");
  }

  @Test
  void beyondItsShareOfTheMinuteARuleReviews() throws Exception {
    book.put(rule("one", DECLINE).setMaxDeclineShare(0.1).build());

    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      outcomes.add(judge(APPROVE).outcome());
    }

    // The first always, then the 20th, the 30th and the 40th.
    assertThat(outcomes.stream().filter(outcome -> outcome == DECLINE)).hasSize(4);
    assertThat(List.of(outcomes.get(0), outcomes.get(19), outcomes.get(29), outcomes.get(39)))
        .containsOnly(DECLINE);
    assertThat(outcomes).doesNotContain(APPROVE);
  }

  @Test
  void aCappedHitSaysSoAndIsAReason() throws Exception {
    book.put(rule("one", DECLINE).setMaxDeclineShare(0).build());
    judge(APPROVE);

    Verdict second = judge(APPROVE);

    assertThat(second.outcome()).isEqualTo(REVIEW);
    assertThat(second.hits()).containsExactly(new RuleHit("one", 1, DECLINE, "REASON_ONE", CAPPED));
    assertThat(second.reasons()).containsExactly("REASON_ONE");
  }

  @Test
  void eachMinuteStartsAnew() throws Exception {
    book.put(rule("one", DECLINE).setMaxDeclineShare(0).build());

    assertThat(judgeAt(MINUTE).outcome()).isEqualTo(DECLINE);
    assertThat(judgeAt(MINUTE + 59_999).outcome()).isEqualTo(REVIEW);
    assertThat(judgeAt(MINUTE + 60_000).outcome()).isEqualTo(DECLINE);
    assertThat(judgeAt(MINUTE + 60_001).outcome()).isEqualTo(REVIEW);
  }

  @Test
  void aNewVersionGoesOnWithTheShareOfTheOneBefore() throws Exception {
    book.put(rule("one", DECLINE).setMaxDeclineShare(0).build());
    assertThat(judgeAt(MINUTE).outcome()).isEqualTo(DECLINE);

    book.put(rule("one", DECLINE).setVersion(2).setMaxDeclineShare(0).build());

    assertThat(judgeAt(MINUTE + 1).outcome()).isEqualTo(REVIEW);
    assertThat(judgeAt(MINUTE + 60_000).outcome()).isEqualTo(DECLINE);
    // Three payments in this minute, of which two may be declined by a share of 0.7.
    book.put(rule("one", DECLINE).setVersion(3).setMaxDeclineShare(0.7).build());
    assertThat(judgeAt(MINUTE + 60_001).outcome()).isEqualTo(REVIEW);
    assertThat(judgeAt(MINUTE + 60_002).outcome()).isEqualTo(DECLINE);
  }

  @Test
  void paymentsThatHitNothingCountInTheMinute() throws Exception {
    book.put(rule("one", DECLINE).setMaxDeclineShare(0.5).build());
    book.put(rule("one", DECLINE).setVersion(2).setCondition("no").build());
    for (int i = 0; i < 9; i++) {
      judge(APPROVE);
    }
    book.put(rule("one", DECLINE).setVersion(3).setMaxDeclineShare(0.2).build());

    assertThat(judge(APPROVE).outcome()).isEqualTo(DECLINE);
    assertThat(judge(APPROVE).outcome()).isEqualTo(DECLINE);
    assertThat(judge(APPROVE).outcome()).isEqualTo(REVIEW);
  }

  @Test
  void whatTheModelDeclinesTakesNothingFromTheShare() throws Exception {
    book.put(rule("one", DECLINE).setMaxDeclineShare(0).build());

    assertThat(effects(judge(DECLINE))).containsExactly(Map.entry("one", APPLIED));
    assertThat(judge(APPROVE).outcome()).isEqualTo(DECLINE);
    // Its share is used up, and still it agrees with the model.
    assertThat(judge(DECLINE).outcome()).isEqualTo(DECLINE);
    assertThat(effects(judge(DECLINE))).containsExactly(Map.entry("one", APPLIED));
  }

  @Test
  void anotherRuleOfEqualWeightStillDeclines() throws Exception {
    book.put(rule("one", DECLINE).setMaxDeclineShare(0).build());
    judge(APPROVE);
    book.put(rule("other", DECLINE).setMaxDeclineShare(1).build());

    Verdict verdict = judge(APPROVE);

    assertThat(verdict.outcome()).isEqualTo(DECLINE);
    assertThat(effects(verdict))
        .containsExactly(Map.entry("one", APPLIED), Map.entry("other", APPLIED));
  }

  @Test
  void aCappedRuleWithLessWeightIsOutweighed() throws Exception {
    book.put(rule("one", DECLINE).setMaxDeclineShare(0).build());
    judge(APPROVE);
    book.put(rule("heavy", REVIEW).setWeight(0.9).build());

    assertThat(effects(judge(APPROVE)))
        .containsExactly(Map.entry("heavy", APPLIED), Map.entry("one", OUTWEIGHED));
  }

  @Test
  void onlyTheRuleThatDecidesPaysForADecline() throws Exception {
    book.put(rule("heavy", DECLINE).setWeight(0.9).setMaxDeclineShare(1).build());
    book.put(rule("light", DECLINE).setMaxDeclineShare(0).build());
    judge(APPROVE);
    book.put(rule("heavy", DECLINE).setVersion(2).setState(RuleState.RETIRED).build());

    assertThat(effects(judge(APPROVE))).containsExactly(Map.entry("light", APPLIED));
  }

  @Test
  void aSnoozedCardIsLeftAloneUntilThen() throws Exception {
    book.put(
        rule("one", DECLINE)
            .setSnoozes(
                List.of(
                    new Snooze("card-1", NOON.minusSeconds(1)),
                    new Snooze("card-1", NOON.plusMillis(1)),
                    new Snooze("card-2", NOON.plusSeconds(60))))
            .build());

    Verdict snoozed = judge(REVIEW);
    assertThat(snoozed.outcome()).isEqualTo(REVIEW);
    assertThat(effects(snoozed)).containsExactly(Map.entry("one", SNOOZED));
    assertThat(snoozed.reasons()).isEmpty();

    Verdict over =
        book.judge(
            Payments.payment("b", Duration.ofMillis(1), 100), Features.none(), REVIEW, MINUTE);
    assertThat(over.outcome()).isEqualTo(DECLINE);
  }

  @Test
  void aSnoozedCardIsNoShadowHit() throws Exception {
    book.put(
        rule("one", DECLINE)
            .setState(RuleState.SHADOW)
            .setSnoozes(List.of(new Snooze("card-1", NOON.plusSeconds(60))))
            .build());

    assertThat(effects(judge(REVIEW))).containsExactly(Map.entry("one", SNOOZED));
  }

  private Verdict judge(Outcome modelOutcome) {
    return book.judge(payment, Features.none(), modelOutcome, MINUTE);
  }

  private Verdict judgeAt(long nowMillis) {
    return book.judge(payment, Features.none(), APPROVE, nowMillis);
  }

  private static List<Map.Entry<String, RuleEffect>> effects(Verdict verdict) {
    return verdict.hits().stream().map(hit -> Map.entry(hit.getRuleId(), hit.getEffect())).toList();
  }

  private static FraudRule.Builder rule(String id, Outcome outcome) {
    return FraudRule.newBuilder()
        .setRuleId(id)
        .setVersion(1)
        .setState(RuleState.LIVE)
        .setDescription("for a test")
        .setCondition("yes")
        .setOutcome(outcome)
        .setReasonCode("REASON_" + id.toUpperCase(Locale.ROOT))
        .setMaxDeclineShare(1)
        .setAuthor("test")
        .setEventTime(NOON);
  }
}
