package dev.millrace.fraud;

import static dev.millrace.common.quality.StandardRules.atLeast;
import static dev.millrace.common.quality.StandardRules.cardToken;
import static dev.millrace.common.quality.StandardRules.country;
import static dev.millrace.common.quality.StandardRules.currency;
import static dev.millrace.common.quality.StandardRules.id;
import static dev.millrace.common.quality.StandardRules.merchantCategory;
import static dev.millrace.common.quality.StandardRules.notBefore;
import static dev.millrace.common.quality.StandardRules.notInFuture;
import static dev.millrace.common.quality.StandardRules.together;

import dev.millrace.common.quality.RecordRules;
import dev.millrace.common.quality.Rule;
import dev.millrace.common.quality.StandardRules.Of;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.Transaction;
import java.util.List;

/**
 * What must be true of this job's input records. The card's token comes first, so that a card
 * number is masked whatever else is wrong with its record.
 */
final class PaymentRules {

  /** More than any money there is, and so little that thousands of them still add up. */
  private static final long LARGEST_AMOUNT_MINOR = 1_000_000_000_000_000L;

  private PaymentRules() {}

  /** Rules of payments. */
  static RecordRules<Transaction> payments(FraudScoringOptions.Horizon horizon) {
    return new RecordRules<>(
        List.of(
            cardToken("card_id", Transaction::getCardId),
            id("card_id", Transaction::getCardId),
            id("transaction_id", Transaction::getTransactionId),
            id("terminal_id", Transaction::getTerminalId),
            atLeast(0, "amount_minor", "amount-negative", Transaction::getAmountMinor),
            notTooLarge("amount_minor", "amount-too-large", Transaction::getAmountMinor),
            currency("currency", Transaction::getCurrency),
            notInFuture("event_time", Transaction::getEventTime, horizon.future()),
            notBefore("event_time", Transaction::getEventTime, horizon.past()),
            merchantCategory("merchant_category", Transaction::getMerchantCategory),
            country("merchant_country", Transaction::getMerchantCountry),
            together(
                "billing-incomplete",
                "billing_amount_minor",
                Transaction::getBillingAmountMinor,
                "billing_currency",
                Transaction::getBillingCurrency),
            atLeast(
                0,
                "billing_amount_minor",
                "billing-amount-negative",
                Transaction::getBillingAmountMinor),
            notTooLarge(
                "billing_amount_minor",
                "billing-amount-too-large",
                Transaction::getBillingAmountMinor),
            currency("billing_currency", Transaction::getBillingCurrency),
            id("merchant_id", Transaction::getMerchantId),
            id("device_id", Transaction::getDeviceId),
            together(
                "place-incomplete",
                "latitude",
                Transaction::getLatitude,
                "longitude",
                Transaction::getLongitude),
            degrees("latitude", 90, Transaction::getLatitude),
            degrees("longitude", 180, Transaction::getLongitude)));
  }

  /** Rules of labels. */
  static RecordRules<FraudLabel> labels(FraudScoringOptions.Horizon horizon) {
    return new RecordRules<>(
        List.of(
            cardToken("card_id", FraudLabel::getCardId),
            id("card_id", FraudLabel::getCardId),
            id("transaction_id", FraudLabel::getTransactionId),
            id("terminal_id", FraudLabel::getTerminalId),
            notInFuture("event_time", FraudLabel::getEventTime, horizon.future()),
            notBefore("transaction_time", FraudLabel::getTransactionTime, horizon.past()),
            new Rule<>(
                "event_time.after-payment",
                "label-before-payment",
                "event_time",
                "not before transaction_time",
                FraudLabel::getEventTime,
                (label, now) -> !label.getEventTime().isBefore(label.getTransactionTime()))));
  }

  private static Rule<Transaction> notTooLarge(
      String field, String reason, Of<Transaction, Long> value) {
    return new Rule<>(
        field + ".limit",
        reason,
        field,
        "at most " + LARGEST_AMOUNT_MINOR,
        value::apply,
        (payment, now) -> {
          Long amount = value.apply(payment);
          return amount == null || amount <= LARGEST_AMOUNT_MINOR;
        });
  }

  private static Rule<Transaction> degrees(String field, int most, Of<Transaction, Double> value) {
    return new Rule<>(
        field + ".range",
        field + "-invalid",
        field,
        "from -%d to %d degrees".formatted(most, most),
        value::apply,
        (payment, now) -> {
          Double degrees = value.apply(payment);
          return degrees == null || Math.abs(degrees) <= most; // false for what is no number
        });
  }
}
