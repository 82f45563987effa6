package dev.millrace.fraud.operator;

import static dev.millrace.fraud.Payments.NOON;
import static dev.millrace.fraud.Payments.payment;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.common.ingest.Received;
import dev.millrace.common.observe.Trace;
import dev.millrace.common.testing.stream.RecordedMetrics;
import dev.millrace.fraud.domain.ConditionCompiler;
import dev.millrace.fraud.domain.DecisionPolicy;
import dev.millrace.fraud.domain.DriftReference;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Features;
import dev.millrace.fraud.domain.Histogram;
import dev.millrace.fraud.domain.InvalidConditionException;
import dev.millrace.fraud.domain.LoadedModel;
import dev.millrace.fraud.domain.ModelLoader;
import dev.millrace.fraud.domain.ModelRoster;
import dev.millrace.fraud.domain.OutcomeThresholds;
import dev.millrace.fraud.domain.PaymentFigures;
import dev.millrace.fraud.domain.Score;
import dev.millrace.fraud.domain.Scorer;
import dev.millrace.fraud.domain.TransparentScorer;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.FraudRule;
import dev.millrace.payments.ModelRole;
import dev.millrace.payments.Outcome;
import dev.millrace.payments.RuleEffect;
import dev.millrace.payments.RuleHit;
import dev.millrace.payments.RuleState;
import dev.millrace.payments.Transaction;
import dev.millrace.suite.Source;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.metrics.groups.OperatorMetricGroup;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithNonKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DecidePaymentTest {
  private static final Source SOURCE = new Source("payments.transactions", 3, 42L);

  private static final List<MapStateDescriptor<?, ?>> STATES =
      List.of(DecidePayment.broadcastState());

  private static final DriftReference REFERENCE =
      new DriftReference(Map.of(), new Histogram(new double[] {0.5}, new double[] {0.9, 0.1}));

  /** A condition is the least amount for which it holds; a slow one takes 50 ms and does not. */
  private final ConditionCompiler conditions =
      expression -> {
        if (expression.equals("slow")) {
          return (payment, features) -> {
            pass(Duration.ofMillis(50));
            return false;
          };
        }
        if (!expression.matches("\\d+")) {
          throw new InvalidConditionException(1, 1, "no amount");
        }
        long least = Long.parseLong(expression);
        return (payment, features) -> payment.getAmountMinor() >= least;
      };

  private TwoInputStreamOperatorTestHarness<ProfiledPayment, PolicyChange, FraudDecision> operator;
  private RecordedMetrics metrics;

  /** A model's content is the score that it gives to every payment. */
  private record Fixed(String version, double value) implements Scorer {
    static LoadedModel of(FraudModel model) {
      String text = UTF_8.decode(model.getContent().duplicate()).toString();
      return new LoadedModel(
          new Fixed(model.getModelVersion(), Double.parseDouble(text)), REFERENCE);
    }

    @Override
    public Score score(Features features) {
      return new Score(value, value > 0.5 ? List.of("MODEL_SAYS_SO") : List.of());
    }
  }

  /** The operator with metrics that a test can read. */
  private static final class Measured
      extends CoBroadcastWithNonKeyedOperator<ProfiledPayment, PolicyChange, FraudDecision> {
    private static final long serialVersionUID = 1L;

    private final transient RecordedMetrics recorded;

    Measured(DecidePayment function, RecordedMetrics recorded) {
      super(function, STATES);
      this.recorded = recorded;
    }

    @Override
    public OperatorMetricGroup getMetricGroup() {
      return recorded;
    }
  }

  /** Keeps every model that comes, as earlier releases did those in use. */
  private static final class Earlier
      extends BroadcastProcessFunction<ProfiledPayment, PolicyChange, FraudDecision> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(
        ProfiledPayment payment, ReadOnlyContext context, Collector<FraudDecision> out) {}

    @Override
    public void processBroadcastElement(
        PolicyChange change, Context context, Collector<FraudDecision> out) throws Exception {
      context
          .getBroadcastState(PolicyState.MODELS)
          .put(change.model().getModelVersion(), change.model());
    }
  }

  @BeforeEach
  void open() throws Exception {
    operator = harness(DecisionPolicy.none());
    operator.open();
  }

  @AfterEach
  void close() throws Exception {
    operator.close();
  }

  @Test
  void decisionRepeatsThePaymentAndNamesItsSource() throws Exception {
    Transaction payment = payment("a").setMerchantCategory("5411").setMerchantCountry("BE").build();

    FraudDecision decision = decisionOn(payment);

    assertThat(decision.getTransactionId()).isEqualTo("a");
    assertThat(decision.getCardId()).isEqualTo(payment.getCardId());
    assertThat(decision.getTerminalId()).isEqualTo(payment.getTerminalId());
    assertThat(decision.getAmountMinor()).isEqualTo(payment.getAmountMinor());
    assertThat(decision.getCurrency()).isEqualTo(payment.getCurrency());
    assertThat(decision.getEventTime()).isEqualTo(payment.getEventTime());
    assertThat(decision.getMerchantCategory()).isEqualTo("5411");
    assertThat(decision.getMerchantCountry()).isEqualTo("BE");
    assertThat(decision.getSource()).isEqualTo(SOURCE);
    assertThat(decision.getFeatures())
        .hasSize(Feature.values().length)
        .containsEntry("amountMinor", 1_000.0);
  }

  @Test
  void withoutAModelTheBuiltInScorerDecidesAndTheDecisionSaysWhy() throws Exception {
    FraudDecision decision = decisionOn(payment("a", Duration.ZERO, 22_001));

    assertThat(decision.getScore()).isEqualTo(0.95, within(1e-9));
    assertThat(decision.getScorer()).isEqualTo("transparent-2");
    assertThat(decision.getFallback()).isEqualTo("MODEL_MISSING");
    assertThat(decision.getOutcome()).isEqualTo(Outcome.DECLINE);
    assertThat(decision.getModelOutcome()).isEqualTo(Outcome.DECLINE);
    assertThat(decision.getReasonCodes()).containsExactly("AMOUNT_HIGH");
  }

  @Test
  void theNextPaymentIsScoredByTheNewChampion() throws Exception {
    decisionOn(payment("a").build());
    change(model("gbt-1", 1, ModelRole.CHAMPION, 0.7));
    change(model("gbt-2", 1, ModelRole.CHALLENGER, 0.2));

    FraudDecision decision = decisionOn(payment("b").build());

    assertThat(decision.getScorer()).isEqualTo("gbt-1");
    assertThat(decision.getFallback()).isNull();
    assertThat(decision.getScore()).isEqualTo(0.7);
    assertThat(decision.getOutcome()).isEqualTo(Outcome.REVIEW);
    assertThat(decision.getChallengers()).containsOnlyKeys("gbt-2").containsEntry("gbt-2", 0.2);
  }

  @Test
  void aLiveRuleHasTheLastWord() throws Exception {
    change(model("gbt-1", 1, ModelRole.CHAMPION, 0.7));
    change(rule("large", 1, RuleState.LIVE, "1000"));

    FraudDecision decision = decisionOn(payment("a").build());

    assertThat(decision.getModelOutcome()).isEqualTo(Outcome.REVIEW);
    assertThat(decision.getOutcome()).isEqualTo(Outcome.DECLINE);
    assertThat(decision.getReasonCodes()).containsExactly("RULE_LARGE", "MODEL_SAYS_SO");
    assertThat(decision.getRules())
        .containsExactly(
            new RuleHit("large", 1, Outcome.DECLINE, "RULE_LARGE", RuleEffect.APPLIED));
  }

  @Test
  void aShadowRuleIsOnlyRecorded() throws Exception {
    change(model("gbt-1", 1, ModelRole.CHAMPION, 0.1));
    change(rule("large", 1, RuleState.SHADOW, "1000"));

    FraudDecision decision = decisionOn(payment("a").build());

    assertThat(decision.getOutcome()).isEqualTo(Outcome.APPROVE);
    assertThat(decision.getReasonCodes()).isEmpty();
    assertThat(decision.getRules())
        .extracting(RuleHit::getEffect)
        .containsExactly(RuleEffect.SHADOW);
  }

  @Test
  void anOlderVersionThatComesLateChangesNothing() throws Exception {
    change(rule("large", 2, RuleState.RETIRED, "1000"));
    change(rule("large", 1, RuleState.LIVE, "1000"));

    assertThat(decisionOn(payment("a").build()).getRules()).isEmpty();
  }

  @Test
  void whatIsKnownAtTheStartDecidesTheFirstPayment() throws Exception {
    operator.close();
    operator =
        harness(
            new DecisionPolicy(
                List.of(rule("large", 1, RuleState.LIVE, "1000")),
                List.of(model("gbt-1", 1, ModelRole.CHAMPION, 0.2))));
    operator.open();

    FraudDecision decision = decisionOn(payment("a").build());

    assertThat(decision.getScorer()).isEqualTo("gbt-1");
    assertThat(decision.getOutcome()).isEqualTo(Outcome.DECLINE);
  }

  @Test
  void rulesAndModelsSurviveARestart() throws Exception {
    change(rule("large", 2, RuleState.LIVE, "1000"));
    change(model("gbt-1", 5, ModelRole.CHAMPION, 0.2));
    // Older than what is known since; newer than what the state holds.
    DecisionPolicy submitted =
        new DecisionPolicy(
            List.of(
                rule("large", 1, RuleState.RETIRED, "1000"),
                rule("huge", 1, RuleState.SHADOW, "900")),
            List.of(model("gbt-1", 4, ModelRole.RETIRED, 0.2)));

    restart(submitted);

    FraudDecision decision = decisionOn(payment("a").build());
    assertThat(decision.getScorer()).isEqualTo("gbt-1");
    assertThat(decision.getOutcome()).isEqualTo(Outcome.DECLINE);
    assertThat(decision.getRules())
        .extracting(RuleHit::getRuleId, RuleHit::getVersion)
        .containsExactly(tuple("huge", 1), tuple("large", 2));
  }

  @Test
  void whatThisReleaseDoesNotUnderstandIsNoReasonNotToStart() throws Exception {
    operator.close();
    operator =
        harness(
            new DecisionPolicy(
                List.of(rule("old", 1, RuleState.LIVE, "not an amount")),
                List.of(
                    FraudModel.newBuilder(model("gbt-1", 1, ModelRole.CHAMPION, 0.2))
                        .setContent(ByteBuffer.wrap("no number".getBytes(UTF_8)))
                        .build())));
    operator.open();

    FraudDecision decision = decisionOn(payment("a").build());
    assertThat(decision.getOutcome()).isEqualTo(Outcome.APPROVE);
    assertThat(decision.getFallback()).isEqualTo("MODEL_MISSING");
    assertThat(metrics.gauge("kind=rule/policyLeftOut")).isEqualTo(1);
    assertThat(metrics.gauge("kind=model/policyLeftOut")).isEqualTo(1);
  }

  @Test
  void theVersionBeforeOneThatIsLeftOutDoesNotComeBack() throws Exception {
    assertThat(metrics.gauge("kind=rule/policyLeftOut")).isEqualTo(0);
    assertThat(metrics.gauge("kind=model/policyLeftOut")).isEqualTo(0);
    // As an earlier release accepted it.
    change(rule("large", 2, RuleState.LIVE, "not an amount"));
    DecisionPolicy submitted =
        new DecisionPolicy(List.of(rule("large", 1, RuleState.LIVE, "1000")), List.of());

    restart(submitted);
    restart(submitted);

    assertThat(decisionOn(payment("a").build()).getRules()).isEmpty();
    assertThat(metrics.gauge("kind=rule/policyLeftOut")).isEqualTo(1);
  }

  @Test
  void aRetiredModelDoesNotComeBackWithWhatWasSubmitted() throws Exception {
    DecisionPolicy submitted =
        new DecisionPolicy(
            List.of(),
            List.of(
                model("gbt-1", 1, ModelRole.CHAMPION, 0.2),
                model("gbt-2", 2, ModelRole.CHAMPION, 0.3),
                model("gbt-3", 3, ModelRole.CHALLENGER, 0.4)));
    operator.close();
    operator = harness(submitted);
    operator.open();
    change(model("gbt-2", 4, ModelRole.RETIRED, 0.3));
    change(model("gbt-3", 5, ModelRole.RETIRED, 0.4));
    assertThat(decisionOn(payment("a").build()).getScorer()).isEqualTo("gbt-1");

    // As after a failure: with what was known when the job was submitted.
    restart(submitted);
    restart(submitted);

    FraudDecision decision = decisionOn(payment("b").build());
    assertThat(decision.getScorer()).isEqualTo("gbt-1");
    assertThat(decision.getChallengers()).isEmpty();
  }

  @Test
  void aChampionThatWaitsTakesOverAfterARestart() throws Exception {
    for (int i = 1; i <= 3; i++) {
      change(model("gbt-" + i, i, ModelRole.CHAMPION, 0.2));
    }
    restart(DecisionPolicy.none());
    change(model("gbt-3", 4, ModelRole.RETIRED, 0.2));
    change(model("gbt-2", 5, ModelRole.RETIRED, 0.2));

    assertThat(decisionOn(payment("a").build()).getScorer()).isEqualTo("gbt-1");
  }

  @Test
  void onlyModelsInUseAreReadAtTheStart() throws Exception {
    List<FraudModel> champions = new ArrayList<>();
    champions.add(model("in-the-jar", ModelRoster.START_REVISION, ModelRole.CHAMPION, 0.2));
    for (int i = 1; i <= 20; i++) {
      champions.add(model("gbt-" + i, i, ModelRole.CHAMPION, 0.2));
    }
    List<String> read = new ArrayList<>();
    operator.close();
    operator =
        harness(
            new DecisionPolicy(List.of(), champions),
            model -> {
              read.add(model.getModelVersion());
              return Fixed.of(model);
            });
    operator.open();

    assertThat(decisionOn(payment("a").build()).getScorer()).isEqualTo("gbt-20");
    assertThat(read).containsExactly("gbt-20", "gbt-19");
  }

  @Test
  void aChallengerThatBecomesChampionIsNotReadAgain() throws Exception {
    List<String> read = new ArrayList<>();
    operator.close();
    operator =
        harness(
            DecisionPolicy.none(),
            model -> {
              read.add(model.getModelVersion());
              return Fixed.of(model);
            });
    operator.open();
    change(model("gbt-1", 1, ModelRole.CHALLENGER, 0.2));
    change(model("gbt-1", 2, ModelRole.CHAMPION, 0.2));

    assertThat(decisionOn(payment("a").build()).getScorer()).isEqualTo("gbt-1");
    assertThat(read).containsExactly("gbt-1");
  }

  @Test
  void theModelThatAJobBringsAlongEndsWithIt() throws Exception {
    DecisionPolicy submitted =
        new DecisionPolicy(
            List.of(),
            List.of(model("simulator-9", ModelRoster.START_REVISION, ModelRole.CHAMPION, 0.2)));
    operator.close();
    operator = harness(submitted);
    operator.open();
    change(model("gbt-1", 1, ModelRole.CHAMPION, 0.2));
    change(model("gbt-1", 2, ModelRole.RETIRED, 0.2));
    assertThat(decisionOn(payment("a").build()).getScorer()).isEqualTo("simulator-9");

    restart(submitted);
    assertThat(decisionOn(payment("b").build()).getScorer()).isEqualTo("simulator-9");

    restart(DecisionPolicy.none());
    assertThat(decisionOn(payment("c").build()).getFallback()).isEqualTo("MODEL_MISSING");
  }

  @Test
  void theModelOfANewReleaseTakesThePlaceOfTheOneBefore() throws Exception {
    operator.close();
    operator = harness(new CoBroadcastWithNonKeyedOperator<>(new Earlier(), STATES));
    operator.open();
    change(model("simulator-9", ModelRoster.START_REVISION, ModelRole.CHAMPION, 0.2));

    restart(
        new DecisionPolicy(
            List.of(),
            List.of(model("simulator-10", ModelRoster.START_REVISION, ModelRole.CHAMPION, 0.2))));

    assertThat(decisionOn(payment("a").build()).getScorer()).isEqualTo("simulator-10");
  }

  @Test
  void stateHoldsAFewModelsOnly() throws Exception {
    for (int i = 1; i <= 12; i++) {
      change(model("gbt-" + i, i, ModelRole.CHAMPION, 0.2));
    }
    for (int i = 5; i <= 12; i++) {
      change(model("gbt-" + i, 100 + i, ModelRole.RETIRED, 0.2));
    }

    // The ones before were forgotten when eight newer ones came: none is left to take over.
    restart(DecisionPolicy.none());
    assertThat(decisionOn(payment("a").build()).getFallback()).isEqualTo("MODEL_MISSING");
  }

  @Test
  void withoutAChampionThereIsNoDrift() throws Exception {
    change(model("gbt-1", 1, ModelRole.CHAMPION, 0.2));
    for (int i = 0; i < 1_000; i++) {
      decisionOn(payment("a").build());
    }
    assertThat((Double) metrics.gauge("scorePsi")).isPositive();

    change(model("gbt-1", 2, ModelRole.RETIRED, 0.2));

    assertThat((Double) metrics.gauge("scorePsi")).isNaN();
  }

  @Test
  void latencyEndsWithTheDecision() throws Exception {
    operator.setProcessingTime(NOON.toEpochMilli());
    change(rule("slow", 1, RuleState.LIVE, "slow"));

    decisionOn(payment("a").build());

    assertThat(metrics.count("decisionLatencyMs_sum")).isEqualTo(50);
    assertThat(metrics.count("le=20/decisionLatencyMs_bucket")).isZero();
    assertThat(metrics.count("le=50/decisionLatencyMs_bucket")).isEqualTo(1);
  }

  @Test
  void aPaymentOfASampledTraceLeavesASpan() throws Exception {
    long sentAt = NOON.toEpochMilli();
    operator.setProcessingTime(sentAt + 40);
    Trace trace = new Trace("t", "p", sentAt + 30);

    operator.processElement1(
        new StreamRecord<>(
            new ProfiledPayment(
                new Received<>(payment("a").build(), SOURCE, sentAt, trace), Features.none())));
    decisionOn(payment("b").build());

    assertThat(metrics.spans())
        .singleElement()
        .satisfies(
            span -> {
              assertThat(span.getStartTsMillis()).isEqualTo(sentAt);
              assertThat(span.getEndTsMillis()).isEqualTo(sentAt + 40);
              assertThat(span.getAttributes())
                  .containsEntry("trace_id", "t")
                  .containsEntry("id", "a")
                  .containsEntry("source_offset", 42L);
            });
  }

  private void pass(Duration time) {
    try {
      operator.setProcessingTime(operator.getProcessingTime() + time.toMillis());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void restart(DecisionPolicy submitted) throws Exception {
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();
    operator = harness(submitted);
    operator.initializeState(snapshot);
    operator.open();
  }

  private void change(FraudRule rule) throws Exception {
    operator.processElement2(new StreamRecord<>(PolicyChange.of(rule)));
  }

  private void change(FraudModel model) throws Exception {
    operator.processElement2(new StreamRecord<>(PolicyChange.of(model)));
  }

  private FraudDecision decisionOn(Transaction payment) throws Exception {
    Features features = Features.none();
    PaymentFigures.into(features, payment);
    operator.processElement1(
        new StreamRecord<>(
            new ProfiledPayment(new Received<>(payment, SOURCE, NOON.toEpochMilli()), features)));
    List<FraudDecision> decisions = operator.extractOutputValues();
    return decisions.get(decisions.size() - 1);
  }

  private static FraudRule rule(String id, int version, RuleState state, String condition) {
    return FraudRule.newBuilder()
        .setRuleId(id)
        .setVersion(version)
        .setState(state)
        .setDescription("Amounts from a limit on.")
        .setCondition(condition)
        .setOutcome(Outcome.DECLINE)
        .setReasonCode("RULE_LARGE")
        .setMaxDeclineShare(1)
        .setAuthor("analyst")
        .setEventTime(NOON)
        .build();
  }

  private static FraudModel model(String version, long revision, ModelRole role, double score) {
    return FraudModel.newBuilder()
        .setModelVersion(version)
        .setRevision(revision)
        .setRole(role)
        .setContent(ByteBuffer.wrap(Double.toString(score).getBytes(UTF_8)))
        .setSha256("of " + score)
        .setAuthor("analyst")
        .setEventTime(NOON)
        .build();
  }

  private TwoInputStreamOperatorTestHarness<ProfiledPayment, PolicyChange, FraudDecision> harness(
      DecisionPolicy known) throws Exception {
    return harness(known, Fixed::of);
  }

  private TwoInputStreamOperatorTestHarness<ProfiledPayment, PolicyChange, FraudDecision> harness(
      DecisionPolicy known, ModelLoader models) throws Exception {
    metrics = new RecordedMetrics();
    return harness(
        new Measured(
            new DecidePayment(
                new DecisionSettings(
                    known,
                    conditions,
                    models,
                    new TransparentScorer(22_000),
                    OutcomeThresholds.same(0.5, 0.9))),
            metrics));
  }

  private static TwoInputStreamOperatorTestHarness<ProfiledPayment, PolicyChange, FraudDecision>
      harness(TwoInputStreamOperator<ProfiledPayment, PolicyChange, FraudDecision> operator)
          throws Exception {
    return new TwoInputStreamOperatorTestHarness<>(operator);
  }
}
