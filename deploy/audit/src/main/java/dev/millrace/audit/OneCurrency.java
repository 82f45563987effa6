package dev.millrace.audit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Map;
import java.util.TreeMap;

/**
 * Amounts in the currency that the job compares them in, as the README of fraud-scoring says.
 *
 * @param code the job's scoring.currency
 * @param rates the job's scoring.rates
 */
record OneCurrency(String code, Map<String, BigDecimal> rates) {
  static final OneCurrency EUROS = new OneCurrency("EUR", Map.of());

  private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

  /**
   * From the job's settings.
   *
   * @throws IllegalArgumentException if they are none, with the rule and the value
   */
  static OneCurrency of(String currency, String rates) {
    Map<String, BigDecimal> byCode = new TreeMap<>();
    for (String rate : rates.isBlank() ? new String[0] : rates.split(";", -1)) {
      String[] parts = rate.strip().split("\\s+", -1);
      if (parts.length != 2) {
        throw new IllegalArgumentException(
            "a rate must be a currency and a number, is '%s'".formatted(rate.strip()));
      }
      if (byCode.put(code(parts[0]), rate(parts[1])) != null) {
        throw new IllegalArgumentException(
            "a currency must have one rate, is given another: '%s'".formatted(rate.strip()));
      }
    }
    return new OneCurrency(code(currency), byCode);
  }

  private static String code(String text) {
    try {
      return Currency.getInstance(text).getCurrencyCode();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a currency must be a code of ISO 4217, is '%s'".formatted(text), e);
    }
  }

  private static BigDecimal rate(String text) {
    try {
      BigDecimal rate = new BigDecimal(text);
      if (rate.signum() > 0) {
        return rate;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a rate must be a number, is '%s'".formatted(text), e);
    }
    throw new IllegalArgumentException("a rate must be above 0, is '%s'".formatted(text));
  }

  /** The payment as it is compared: in this currency, or as it is where nothing says how much. */
  Payment of(Payment payment) {
    if (payment.currency().equals(code)) {
      return payment;
    }
    if (payment.billed() != null && payment.billed().currency().equals(code)) {
      return payment.withAmount(payment.billed().amountMinor(), code);
    }
    BigDecimal rate = rates.get(payment.currency());
    return rate == null ? payment : payment.withAmount(converted(payment, rate), code);
  }

  private long converted(Payment payment, BigDecimal rate) {
    BigDecimal major = BigDecimal.valueOf(payment.amountMinor(), digits(payment.currency()));
    return major
        .multiply(rate)
        .movePointRight(digits(code))
        .setScale(0, RoundingMode.HALF_UP)
        .toBigInteger()
        .min(LARGEST)
        .longValue();
  }

  private static int digits(String currency) {
    return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
  }
}
