package dev.millrace.frauddesk;

import static java.util.Objects.requireNonNull;

import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.LabelCause;
import dev.millrace.payments.Transaction;
import java.time.Duration;
import java.time.Instant;

/**
 * A payment and what it turned out to be.
 *
 * @param fraud whether it was fraud, which nobody knew when it was made
 */
public record KnownPayment(Transaction payment, boolean fraud) {

  public KnownPayment {
    requireNonNull(payment);
  }

  Instant time() {
    return payment.getEventTime();
  }

  /** The label that says so some time later. */
  FraudLabel label(Duration delay) {
    return FraudLabel.newBuilder()
        .setTransactionId(payment.getTransactionId())
        .setCardId(payment.getCardId())
        .setTerminalId(payment.getTerminalId())
        .setTransactionTime(payment.getEventTime())
        .setFraud(fraud)
        .setEventTime(payment.getEventTime().plus(delay))
        .setCause(fraud ? LabelCause.CHARGEBACK : LabelCause.DISPUTE_PERIOD_OVER)
        .build();
  }
}
