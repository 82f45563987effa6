package dev.millrace.frauddesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.console.ToolException;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class FeaturePassTest {
  private static final Instant START = Instant.parse("2018-07-25T10:00:00Z");

  static {
    TrustedRecords.trust();
  }

  @Test
  void handsOutDecisionsInTheOrderOfThePayments() {
    List<KnownPayment> payments = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      payments.add(payment(i, Duration.ofMinutes(7L * i), "terminal-" + i % 5, i % 50 == 0));
    }
    List<FraudDecision> decisions = new ArrayList<>();
    List<KnownPayment> decided = new ArrayList<>();

    long count =
        FeaturePass.standard()
            .run(
                payments.iterator(),
                (payment, decision) -> {
                  decided.add(payment);
                  decisions.add(decision);
                });

    assertThat(count).isEqualTo(3000);
    assertThat(decided).isEqualTo(payments);
    assertThat(decisions)
        .extracting(FraudDecision::getTransactionId)
        .isEqualTo(payments.stream().map(known -> known.payment().getTransactionId()).toList());
  }

  @Test
  void labelsAreKnownWhenTheirDelayIsOver() {
    List<KnownPayment> payments =
        List.of(
            payment(0, Duration.ZERO, "terminal", true),
            payment(1, Duration.ofDays(7).minusMinutes(1), "terminal", false),
            payment(2, Duration.ofDays(7).plusMinutes(1), "terminal", false));
    List<Double> rates = new ArrayList<>();

    FeaturePass.standard()
        .run(
            payments.iterator(),
            (payment, decision) -> rates.add(decision.getFeatures().get("terminalFraudRate1d")));

    assertThat(rates).containsExactly(0.0, 0.0, 1.0);
  }

  @Test
  void refusesPaymentsThatGoBackInTime() {
    List<KnownPayment> payments =
        List.of(
            payment(1, Duration.ofHours(1), "terminal", false),
            payment(2, Duration.ZERO, "terminal", false));

    assertThatThrownBy(
            () -> FeaturePass.standard().run(payments.iterator(), (payment, decision) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "payments must be in the order of time, got tx-2 at 2018-07-25T10:00:00Z after"
                + " 2018-07-25T11:00:00Z");
  }

  @Test
  void saysWhyATopologyFailed() {
    List<KnownPayment> payments = List.of(payment(1, Duration.ZERO, "terminal", false));

    assertThatThrownBy(
            () ->
                FeaturePass.standard()
                    .run(
                        payments.iterator(),
                        (payment, decision) -> {
                          throw new IllegalStateException("no place for " + payment.fraud());
                        }))
        .isInstanceOf(ToolException.class)
        .hasMessage("the topology failed: no place for false");
  }

  @Test
  void refusesASecondDecisionOnAPaymentThatHasOne() {
    FeaturePass.Matching matching = new FeaturePass.Matching((payment, decision) -> {});
    matching.sent(payment(1, Duration.ZERO, "terminal", false));
    matching.take(decision("tx-1"));
    matching.requireAllDecided(1);
    matching.take(decision("tx-1"));

    assertThatThrownBy(() -> matching.requireAllDecided(1))
        .isInstanceOf(ToolException.class)
        .hasMessage("1 decisions are left over when each payment has one, such as of tx-1");
  }

  private static FraudDecision decision(String transactionId) {
    FraudDecision decision = new FraudDecision();
    decision.setTransactionId(transactionId);
    return decision;
  }

  private static KnownPayment payment(int number, Duration after, String terminal, boolean fraud) {
    return new KnownPayment(
        Transaction.newBuilder()
            .setTransactionId("tx-" + number)
            .setCardId("card-" + number % 20)
            .setTerminalId(terminal)
            .setAmountMinor(1000L + number)
            .setCurrency("EUR")
            .setEventTime(START.plus(after))
            .build(),
        fraud);
  }
}
