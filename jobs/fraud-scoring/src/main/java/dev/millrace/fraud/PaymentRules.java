package dev.millrace.fraud;

import dev.millrace.common.quality.RecordRules;
import dev.millrace.common.quality.Rule;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What must be true of this job's input records. */
final class PaymentRules {
  private static final Set<String> CURRENCIES =
      Currency.getAvailableCurrencies().stream()
          .map(Currency::getCurrencyCode)
          .collect(Collectors.toUnmodifiableSet());

  private static final int LONGEST_ID = 128;

  private PaymentRules() {}

  /**
   * Rules of payments.
   *
   * @param futureTolerance how far a terminal's clock may be ahead
   */
  static RecordRules<Transaction> payments(Duration futureTolerance) {
    return new RecordRules<>(
        List.of(
            id("transaction-id-invalid", "transaction_id", Transaction::getTransactionId),
            id("card-id-invalid", "card_id", Transaction::getCardId),
            id("terminal-id-invalid", "terminal_id", Transaction::getTerminalId),
            new Rule<>(
                "amount-negative",
                "amount_minor",
                "at least 0",
                Transaction::getAmountMinor,
                (payment, now) -> payment.getAmountMinor() >= 0),
            new Rule<>(
                "currency-unknown",
                "currency",
                "an ISO 4217 code",
                Transaction::getCurrency,
                (payment, now) -> CURRENCIES.contains(payment.getCurrency())),
            notInFuture(Transaction::getEventTime, futureTolerance)));
  }

  /** Rules of labels. */
  static RecordRules<FraudLabel> labels(Duration futureTolerance) {
    return new RecordRules<>(
        List.of(
            id("transaction-id-invalid", "transaction_id", FraudLabel::getTransactionId),
            id("terminal-id-invalid", "terminal_id", FraudLabel::getTerminalId),
            notInFuture(FraudLabel::getEventTime, futureTolerance),
            new Rule<>(
                "label-before-payment",
                "event_time",
                "not before transaction_time",
                FraudLabel::getEventTime,
                (label, now) -> !label.getEventTime().isBefore(label.getTransactionTime()))));
  }

  private static <T> Rule<T> id(String reason, String field, Rule.Field<T> value) {
    return new Rule<>(
        reason,
        field,
        "1 to %d characters, not blank".formatted(LONGEST_ID),
        value,
        (record, now) -> {
          String id = value.apply(record).toString();
          return !id.isBlank() && id.length() <= LONGEST_ID;
        });
  }

  private static <T> Rule<T> notInFuture(Rule.Field<T> time, Duration tolerance) {
    long toleranceMs = tolerance.toMillis();
    return new Rule<>(
        "event-time-in-future",
        "event_time",
        "at most %d minutes ahead of the job's clock".formatted(tolerance.toMinutes()),
        time,
        (record, now) -> ((Instant) time.apply(record)).toEpochMilli() <= now + toleranceMs);
  }
}
