package dev.millrace.fraud;

import static dev.millrace.fraud.Payments.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.quality.RecordRules;
import dev.millrace.common.quality.Refusal;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.Transaction;
import dev.millrace.suite.Stage;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentRulesTest {
  private static final Duration TOLERANCE = Duration.ofHours(1);
  private static final long NOW = NOON.toEpochMilli();
  private static final String LONGEST = "x".repeat(128);

  private final RecordRules<Transaction> payments = PaymentRules.payments(TOLERANCE);
  private final RecordRules<FraudLabel> labels = PaymentRules.labels(TOLERANCE);

  @Test
  void ordinaryPaymentIsValid() {
    assertAccepted(payment -> payment);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t"})
  void idsAreNotBlank(String blank) {
    assertRefused(
        payment -> payment.setTransactionId(blank),
        "transaction-id-invalid",
        "transaction_id must be 1 to 128 characters, not blank, got '%s'"
            .formatted(blank.replace('\t', '?')));
    assertRefused(
        payment -> payment.setCardId(blank),
        "card-id-invalid",
        "card_id must be 1 to 128 characters, not blank, got '%s'"
            .formatted(blank.replace('\t', '?')));
    assertRefused(
        payment -> payment.setTerminalId(blank),
        "terminal-id-invalid",
        "terminal_id must be 1 to 128 characters, not blank, got '%s'"
            .formatted(blank.replace('\t', '?')));
  }

  @Test
  void idsHaveALimit() {
    assertAccepted(payment -> payment.setCardId(LONGEST));
    assertRefused(
        payment -> payment.setCardId(LONGEST + "x"),
        "card-id-invalid",
        "card_id must be 1 to 128 characters, not blank, got '" + "x".repeat(99) + "...");
  }

  @Test
  void amountIsNotNegative() {
    assertAccepted(payment -> payment.setAmountMinor(1));
    assertAccepted(payment -> payment.setAmountMinor(0));
    assertRefused(
        payment -> payment.setAmountMinor(-500),
        "amount-negative",
        "amount_minor must be at least 0, got '-500'");
  }

  @Test
  void currencyIsKnown() {
    assertAccepted(payment -> payment.setCurrency("JPY"));
    assertRefused(
        payment -> payment.setCurrency("EURO"),
        "currency-unknown",
        "currency must be an ISO 4217 code, got 'EURO'");
    assertRefused(
        payment -> payment.setCurrency("eur"),
        "currency-unknown",
        "currency must be an ISO 4217 code, got 'eur'");
  }

  @Test
  void clocksMayBeAheadByTheTolerance() {
    assertAccepted(payment -> payment.setEventTime(NOON.plus(TOLERANCE)));
    assertRefused(
        payment -> payment.setEventTime(NOON.plus(TOLERANCE).plusMillis(1)),
        "event-time-in-future",
        "event_time must be at most 60 minutes ahead of the job's clock, got"
            + " '2026-03-04T13:00:00.001Z'");
  }

  @Test
  void oldPaymentsAreValid() {
    assertAccepted(payment -> payment.setEventTime(NOON.minus(Duration.ofDays(3_650))));
  }

  @Test
  void firstBrokenRuleIsTheReason() {
    assertRefused(
        payment -> payment.setAmountMinor(-1).setCurrency("?"),
        "amount-negative",
        "amount_minor must be at least 0, got '-1'");
  }

  @Test
  void ordinaryLabelIsValid() {
    assertThat(labels.check(label().build(), NOW)).isEmpty();
  }

  @Test
  void labelNamesItsPaymentAndTerminal() {
    assertThat(labels.check(label().setTransactionId("").build(), NOW))
        .hasValue(
            refusal(
                "transaction-id-invalid",
                "transaction_id must be 1 to 128 characters, not blank, got ''"));
    assertThat(labels.check(label().setTerminalId("").build(), NOW))
        .hasValue(
            refusal(
                "terminal-id-invalid",
                "terminal_id must be 1 to 128 characters, not blank, got ''"));
  }

  @Test
  void labelIsNotFromTheFuture() {
    assertThat(labels.check(label().setEventTime(NOON.plus(Duration.ofHours(2))).build(), NOW))
        .hasValue(
            refusal(
                "event-time-in-future",
                "event_time must be at most 60 minutes ahead of the job's clock, got"
                    + " '2026-03-04T14:00:00Z'"));
  }

  @Test
  void labelIsNotKnownBeforeItsPayment() {
    assertThat(labels.check(label().setEventTime(label().getTransactionTime()).build(), NOW))
        .isEmpty();
    assertThat(
            labels.check(
                label().setEventTime(label().getTransactionTime().minusMillis(1)).build(), NOW))
        .hasValue(
            refusal(
                "label-before-payment",
                "event_time must be not before transaction_time, got '2026-02-25T11:59:59.999Z'"));
  }

  private void assertAccepted(UnaryOperator<Transaction.Builder> change) {
    assertThat(payments.check(change.apply(Payments.payment("a")).build(), NOW)).isEmpty();
  }

  private void assertRefused(
      UnaryOperator<Transaction.Builder> change, String reason, String detail) {
    assertThat(payments.check(change.apply(Payments.payment("a")).build(), NOW))
        .hasValue(refusal(reason, detail));
  }

  private static Refusal refusal(String reason, String detail) {
    return new Refusal(Stage.VALIDATE, reason, detail);
  }

  private static FraudLabel.Builder label() {
    Transaction payment = Payments.payment("a", Duration.ofDays(-7), 100);
    return FraudLabel.newBuilder(Payments.fraud(payment, Duration.ofDays(7)));
  }
}
