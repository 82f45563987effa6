package dev.millrace.fraud;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.Transaction;
import java.time.Duration;
import java.time.Instant;

/** Payments and labels for tests. */
public final class Payments {

  /** A Wednesday noon. */
  public static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

  static {
    TrustedRecords.trust();
  }

  private Payments() {}

  /** A payment of 10.00 EUR at {@link #NOON}. */
  public static Transaction.Builder payment(String id) {
    return Transaction.newBuilder()
        .setTransactionId(id)
        .setCardId("card-1")
        .setTerminalId("terminal-1")
        .setAmountMinor(1_000)
        .setCurrency("EUR")
        .setEventTime(NOON);
  }

  /** A payment of some amount, so long after {@link #NOON}. */
  public static Transaction payment(String id, Duration afterNoon, long amountMinor) {
    return payment(id).setEventTime(NOON.plus(afterNoon)).setAmountMinor(amountMinor).build();
  }

  /** That a payment was fraud, known after some time. */
  public static FraudLabel fraud(Transaction payment, Duration knownAfter) {
    return label(payment, knownAfter).setFraud(true).build();
  }

  /** That a payment was legitimate, known after some time. */
  public static FraudLabel legitimate(Transaction payment, Duration knownAfter) {
    return label(payment, knownAfter).setFraud(false).build();
  }

  private static FraudLabel.Builder label(Transaction payment, Duration knownAfter) {
    return FraudLabel.newBuilder()
        .setTransactionId(payment.getTransactionId())
        .setCardId(payment.getCardId())
        .setTerminalId(payment.getTerminalId())
        .setTransactionTime(payment.getEventTime())
        .setEventTime(payment.getEventTime().plus(knownAfter));
  }
}
