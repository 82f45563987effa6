package dev.millrace.fraud.domain;

import dev.millrace.payments.Transaction;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;

/**
 * The one currency that amounts are compared in: by figures, models and thresholds.
 *
 * @param code ISO 4217
 * @param rates what one major unit of other currencies is worth in it, above 0
 */
public record ScoringCurrency(String code, Map<String, BigDecimal> rates) implements Serializable {

  /** So that an amount fits into 64 bits whatever the rate. */
  private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  public ScoringCurrency {
    rates = Map.copyOf(rates);
  }

  /**
   * A payment with its amount in this currency: its own, else what the card holder is billed, else
   * by the rate, to the nearest minor unit. Empty if none of these is known.
   */
  public Optional<Transaction> in(Transaction payment) {
    if (payment.getCurrency().equals(code)) {
      return Optional.of(payment);
    }
    if (code.equals(payment.getBillingCurrency())) {
      return Optional.of(with(payment, payment.getBillingAmountMinor()));
    }
    return Optional.ofNullable(rates.get(payment.getCurrency()))
        .map(rate -> with(payment, converted(payment, rate)));
  }

  private Transaction with(Transaction payment, long amountMinor) {
    return Transaction.newBuilder(payment).setAmountMinor(amountMinor).setCurrency(code).build();
  }

  private long converted(Transaction payment, BigDecimal rate) {
    return BigDecimal.valueOf(payment.getAmountMinor())
        .multiply(rate)
        .scaleByPowerOfTen(fractionDigits(code) - fractionDigits(payment.getCurrency()))
        .setScale(0, RoundingMode.HALF_UP)
        .min(LARGEST)
        .longValueExact();
  }

  /** Some codes, such as that of gold, have no minor unit. */
  private static int fractionDigits(String currency) {
    return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
  }
}
