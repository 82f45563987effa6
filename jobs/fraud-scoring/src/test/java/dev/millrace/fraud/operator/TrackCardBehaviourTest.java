package dev.millrace.fraud.operator;

import static dev.millrace.fraud.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.ingest.Received;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.ScoringCurrency;
import dev.millrace.payments.Transaction;
import dev.millrace.suite.Source;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingTaskMetricGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrackCardBehaviourTest {
  private static final Duration IDLE = Duration.ofDays(60);
  private static final ScoringCurrency EUROS =
      new ScoringCurrency("EUR", Map.of("HUF", new BigDecimal("0.0025")));

  private KeyedOneInputStreamOperatorTestHarness<String, Received<Transaction>, ProfiledPayment>
      operator;

  private InterceptingOperatorMetricGroup metrics;

  @BeforeEach
  void open() throws Exception {
    operator = harness();
    operator.open();
  }

  @AfterEach
  void close() throws Exception {
    operator.close();
  }

  @Test
  void eachPaymentLeavesAtOnceWithWhatIsKnownOfItsCard() throws Exception {
    Received<Transaction> first = received("a", Duration.ZERO, 100);
    Received<Transaction> second = received("b", Duration.ofHours(1), 300);

    operator.processElement(first, 0);
    operator.processElement(second, 0);

    assertThat(operator.extractOutputValues())
        .extracting(ProfiledPayment::payment)
        .containsExactly(first, second);
    assertThat(figures(0))
        .containsEntry("amountMinor", 100.0)
        .containsEntry("cardCount30d", 1.0)
        .containsEntry("cardMeanMinor30d", 100.0);
    assertThat(figures(1))
        .containsEntry("amountMinor", 300.0)
        .containsEntry("cardCount30d", 2.0)
        .containsEntry("cardMeanMinor30d", 200.0);
  }

  @Test
  void cardsDoNotMix() throws Exception {
    operator.processElement(received("a", Duration.ZERO, 100), 0);
    operator.processElement(
        new Received<>(payment("b").setCardId("other").build(), new Source("t", 0, 1L), 0), 0);

    assertThat(figures(1)).containsEntry("cardCount30d", 1.0);
    assertThat(operator.numKeyedStateEntries()).isEqualTo(2 * 2);
  }

  @Test
  void amountsAreComparedInOneCurrency() throws Exception {
    operator.processElement(received("a", Duration.ZERO, 2_000), 0);
    Transaction inForints = payment("b").setAmountMinor(800_000).setCurrency("HUF").build();
    operator.processElement(new Received<>(inForints, new Source("t", 0, 8L), 0), 0);

    assertThat(figures(1))
        .containsEntry("amountMinor", 2_000.0)
        .containsEntry("cardMeanMinor30d", 2_000.0)
        .containsEntry("cardAmountToMean30d", 1.0);
    assertThat(operator.extractOutputValues().get(1).payment().value()).isEqualTo(inForints);
    assertThat(withoutRate()).isZero();
  }

  @Test
  void anAmountWithoutRateCountsAsItIs() throws Exception {
    assertThat(withoutRate()).isZero();
    Transaction inYen = payment("a").setAmountMinor(3_000).setCurrency("JPY").build();
    operator.processElement(new Received<>(inYen, new Source("t", 0, 8L), 0), 0);

    assertThat(figures(0)).containsEntry("amountMinor", 3_000.0);
    assertThat(withoutRate()).isEqualTo(1);
  }

  @Test
  void setsNoTimers() throws Exception {
    operator.processElement(received("a", Duration.ZERO, 100), 0);

    assertThat(operator.numEventTimeTimers()).isZero();
    assertThat(operator.numProcessingTimeTimers()).isZero();
  }

  @Test
  void forgetsACardThatIsNotUsed() throws Exception {
    operator.processElement(received("a", Duration.ZERO, 100), 0);
    operator.setStateTtlProcessingTime(IDLE.toMillis() - 1);
    operator.processElement(received("b", Duration.ofMinutes(1), 100), 0);
    operator.setStateTtlProcessingTime(2 * IDLE.toMillis() - 2);
    operator.processElement(received("c", Duration.ofMinutes(2), 100), 0);
    operator.setStateTtlProcessingTime(3 * IDLE.toMillis());
    operator.processElement(received("d", Duration.ofMinutes(3), 100), 0);

    assertThat(operator.extractOutputValues())
        .extracting(profiled -> profiled.features().of(Feature.CARD_COUNT_1D))
        .containsExactly(1.0, 2.0, 3.0, 1.0);
  }

  @Test
  void stateOfIdleCardsIsRemovedAsOthersAreUsed() throws Exception {
    for (int i = 0; i < 100; i++) {
      operator.processElement(received("card-" + i, "p" + i), 0);
    }
    assertThat(operator.numKeyedStateEntries()).isEqualTo(2 * 100);

    operator.setStateTtlProcessingTime(IDLE.toMillis() + 1);
    for (int i = 0; i < 300; i++) {
      operator.processElement(received("the-one-in-use", "q" + i), 0);
    }

    assertThat(operator.numKeyedStateEntries()).isEqualTo(2);
  }

  @Test
  void stateSurvivesARestart() throws Exception {
    operator.processElement(received("a", Duration.ZERO, 100), 0);
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();

    operator = harness();
    operator.initializeState(snapshot);
    operator.open();
    operator.processElement(received("b", Duration.ofHours(1), 300), 0);

    assertThat(figures(0))
        .containsEntry("cardCount30d", 2.0)
        .containsEntry("cardMeanMinor30d", 200.0);
  }

  @Test
  void sumsInAnotherCurrencyAreRefused() throws Exception {
    operator.processElement(received("a", Duration.ZERO, 100), 0);
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();

    operator = harness(new ScoringCurrency("HUF", Map.of()));

    assertThatThrownBy(() -> operator.initializeState(snapshot))
        .isInstanceOf(SuppressRestartsException.class)
        .hasRootCauseMessage(
            "scoring.currency must be EUR, as of the sums in the state, got HUF; with another one"
                + " start without state (scripts/submit --fresh)");
  }

  private Map<String, Double> figures(int payment) {
    return operator.extractOutputValues().get(payment).features().byName();
  }

  private long withoutRate() {
    return ((Counter) metrics.get(FraudMetrics.AMOUNTS_WITHOUT_RATE)).getCount();
  }

  private KeyedOneInputStreamOperatorTestHarness<String, Received<Transaction>, ProfiledPayment>
      harness() throws Exception {
    return harness(EUROS);
  }

  private KeyedOneInputStreamOperatorTestHarness<String, Received<Transaction>, ProfiledPayment>
      harness(ScoringCurrency currency) throws Exception {
    metrics = new InterceptingOperatorMetricGroup();
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new TrackCardBehaviour(currency, IDLE)),
        payment -> payment.value().getCardId(),
        Types.STRING,
        new MockEnvironmentBuilder().setMetricGroup(taskWith(metrics)).build());
  }

  /** A task whose operators all report to one group. */
  private static TaskMetricGroup taskWith(InternalOperatorMetricGroup operators) {
    return new InterceptingTaskMetricGroup() {
      @Override
      public InternalOperatorMetricGroup getOrAddOperator(
          OperatorID id, String name, Map<String, String> variables) {
        return operators;
      }
    };
  }

  private static Received<Transaction> received(String id, Duration afterNoon, long amount) {
    return new Received<>(payment(id, afterNoon, amount), new Source("t", 0, 7L), 0);
  }

  private static Received<Transaction> received(String card, String id) {
    return new Received<>(payment(id).setCardId(card).build(), new Source("t", 0, 7L), 0);
  }
}
