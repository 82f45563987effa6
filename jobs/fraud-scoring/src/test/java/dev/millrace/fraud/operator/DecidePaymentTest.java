package dev.millrace.fraud.operator;

import static dev.millrace.fraud.Payments.NOON;
import static dev.millrace.fraud.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.common.ingest.Received;
import dev.millrace.fraud.domain.CardActivity;
import dev.millrace.fraud.domain.Features;
import dev.millrace.fraud.domain.OutcomeThresholds;
import dev.millrace.fraud.domain.PaymentFigures;
import dev.millrace.fraud.domain.TransparentScorer;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.Outcome;
import dev.millrace.payments.Transaction;
import dev.millrace.suite.Source;
import java.time.Duration;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DecidePaymentTest {
  private static final Source SOURCE = new Source("payments.transactions", 3, 42L);
  private static final CardActivity QUIET_CARD = new CardActivity(1, 1, 1, 1_000, 1_000, 1_000);

  private OneInputStreamOperatorTestHarness<ProfiledPayment, FraudDecision> operator;

  @BeforeEach
  void open() throws Exception {
    operator =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(
                new DecidePayment(
                    new TransparentScorer(22_000), OutcomeThresholds.same(0.5, 0.9))));
    operator.open();
  }

  @AfterEach
  void close() throws Exception {
    operator.close();
  }

  @Test
  void decisionRepeatsThePaymentAndNamesItsSource() throws Exception {
    Transaction payment = payment("a").build();

    FraudDecision decision = decisionOn(payment);

    assertThat(decision.getTransactionId()).isEqualTo("a");
    assertThat(decision.getCardId()).isEqualTo(payment.getCardId());
    assertThat(decision.getTerminalId()).isEqualTo(payment.getTerminalId());
    assertThat(decision.getAmountMinor()).isEqualTo(payment.getAmountMinor());
    assertThat(decision.getCurrency()).isEqualTo(payment.getCurrency());
    assertThat(decision.getEventTime()).isEqualTo(payment.getEventTime());
    assertThat(decision.getSource()).isEqualTo(SOURCE);
    assertThat(decision.getScorer()).isEqualTo("transparent-1");
    assertThat(decision.getOutcome()).isEqualTo(Outcome.APPROVE);
    assertThat(decision.getScore()).isZero();
    assertThat(decision.getReasonCodes()).isEmpty();
    assertThat(decision.getFeatures())
        .containsEntry("amountMinor", 1_000.0)
        .containsEntry("cardCount1d", 1.0)
        .containsEntry("terminalCount1d", 0.0);
  }

  @Test
  void scoreDecidesTheOutcome() throws Exception {
    FraudDecision decision = decisionOn(payment("a", Duration.ZERO, 22_001));

    assertThat(decision.getScore()).isEqualTo(0.95, within(1e-9));
    assertThat(decision.getOutcome()).isEqualTo(Outcome.DECLINE);
    assertThat(decision.getReasonCodes()).containsExactly("AMOUNT_HIGH");
  }

  private FraudDecision decisionOn(Transaction payment) throws Exception {
    Features features = Features.none();
    PaymentFigures.into(features, payment);
    QUIET_CARD.into(features);
    operator.processElement(
        new StreamRecord<>(
            new ProfiledPayment(new Received<>(payment, SOURCE, NOON.toEpochMilli()), features)));
    return operator.extractOutputValues().get(0);
  }
}
