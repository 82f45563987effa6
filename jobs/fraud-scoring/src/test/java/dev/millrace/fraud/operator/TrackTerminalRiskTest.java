package dev.millrace.fraud.operator;

import static dev.millrace.fraud.Payments.NOON;
import static dev.millrace.fraud.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.ingest.Received;
import dev.millrace.fraud.Payments;
import dev.millrace.fraud.domain.CardActivity;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Features;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.Transaction;
import dev.millrace.suite.Source;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrackTerminalRiskTest {
  private static final Duration DELAY = Duration.ofDays(7);
  private static final Duration IDLE = Duration.ofDays(60);
  private static final Source SOURCE = new Source("payments.transactions", 3, 42L);
  private static final CardActivity QUIET_CARD = new CardActivity(1, 1, 1, 1_000, 1_000, 1_000);

  private KeyedTwoInputStreamOperatorTestHarness<
          String, ProfiledPayment, Received<FraudLabel>, ProfiledPayment>
      operator;

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
  void eachPaymentLeavesAtOnceWithWhatItCameWith() throws Exception {
    pay(payment("a").build());

    ProfiledPayment profiled = operator.extractOutputValues().get(0);
    assertThat(profiled.payment().value().getTransactionId()).isEqualTo("a");
    assertThat(profiled.features().of(Feature.CARD_COUNT_1D)).isEqualTo(1);
    assertThat(profiled.features().of(Feature.TERMINAL_COUNT_1D)).isZero();
  }

  @Test
  void labelledFraudRaisesTheTerminalsRisk() throws Exception {
    Transaction fraud = payment("fraud", Duration.ZERO, 100);
    Transaction good = payment("good", Duration.ofHours(1), 100);
    pay(fraud);
    pay(good);
    label(Payments.fraud(fraud, DELAY));
    label(Payments.legitimate(good, DELAY));
    pay(payment("now", DELAY.plusHours(2), 100));

    assertThat(operator.extractOutputValues()).hasSize(3);
    assertThat(figures(2))
        .containsEntry("terminalCount1d", 2.0)
        .containsEntry("terminalFraudRate1d", 0.5);
  }

  @Test
  void terminalsDoNotMix() throws Exception {
    Transaction fraud = payment("fraud").setTerminalId("other").build();
    pay(fraud);
    label(Payments.fraud(fraud, DELAY));
    pay(payment("now", DELAY.plusHours(2), 100));

    assertThat(figures(1))
        .containsEntry("terminalCount30d", 0.0)
        .containsEntry("terminalFraudRate30d", 0.0);
  }

  @Test
  void legitimateLabelsLeaveNoState() throws Exception {
    label(Payments.legitimate(payment("a").build(), DELAY));

    assertThat(operator.numKeyedStateEntries()).isZero();
  }

  @Test
  void setsNoTimers() throws Exception {
    pay(payment("a").build());
    label(Payments.fraud(payment("a").build(), DELAY));

    assertThat(operator.numEventTimeTimers()).isZero();
    assertThat(operator.numProcessingTimeTimers()).isZero();
  }

  @Test
  void forgetsATerminalThatIsNotUsed() throws Exception {
    pay(payment("a").build());
    operator.setStateTtlProcessingTime(IDLE.toMillis() + 1);
    pay(payment("b", DELAY.plusHours(2), 100));

    assertThat(figures(1)).containsEntry("terminalCount30d", 0.0);
  }

  @Test
  void stateOfIdleTerminalsIsRemovedAsOthersAreUsed() throws Exception {
    for (int i = 0; i < 100; i++) {
      pay(payment("p" + i).setTerminalId("terminal-" + i).build());
    }
    assertThat(operator.numKeyedStateEntries()).isEqualTo(3 * 100);

    operator.setStateTtlProcessingTime(IDLE.toMillis() + 1);
    for (int i = 0; i < 300; i++) {
      pay(payment("q" + i).setTerminalId("the-one-in-use").build());
    }

    assertThat(operator.numKeyedStateEntries()).isEqualTo(3);
  }

  @Test
  void stateSurvivesARestart() throws Exception {
    Transaction fraud = payment("fraud").build();
    pay(fraud);
    label(Payments.fraud(fraud, DELAY));
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();

    operator = harness();
    operator.initializeState(snapshot);
    operator.open();
    pay(payment("now", DELAY.plusHours(2), 100));

    assertThat(figures(0))
        .containsEntry("terminalCount1d", 1.0)
        .containsEntry("terminalFraudRate1d", 1.0);
  }

  private Map<String, Double> figures(int payment) {
    return operator.extractOutputValues().get(payment).features().byName();
  }

  private void pay(Transaction payment) throws Exception {
    Features features = Features.none();
    QUIET_CARD.into(features);
    operator.processElement1(
        new StreamRecord<>(
            new ProfiledPayment(new Received<>(payment, SOURCE, NOON.toEpochMilli()), features)));
  }

  private void label(FraudLabel label) throws Exception {
    operator.processElement2(
        new StreamRecord<>(
            new Received<>(
                label, new Source("payments.fraud-labels", 0, 0L), NOON.toEpochMilli())));
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, ProfiledPayment, Received<FraudLabel>, ProfiledPayment>
      harness() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(new TrackTerminalRisk(DELAY, IDLE)),
        ProfiledPayment::terminalId,
        label -> label.value().getTerminalId(),
        Types.STRING);
  }
}
