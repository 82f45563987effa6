package dev.millrace.fraud;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rates as an option has them: {@code HUF 0.0026; JPY 0.0062}. */
final class ScoringRates {
  private static final Pattern RATE =
      Pattern.compile("\\s*([A-Z]{3})\\s+([0-9]{1,9}(?:\\.[0-9]{1,12})?)\\s*");

  private ScoringRates() {}

  static boolean valid(String text) {
    try {
      return !of(text).isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * The rates in a text, by currency.
   *
   * @throws IllegalArgumentException if it does not have the form
   */
  static Map<String, BigDecimal> of(String text) {
    Map<String, BigDecimal> rates = new HashMap<>();
    for (String each : text.split(";", -1)) {
      Matcher matcher = RATE.matcher(each);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("not a currency and its rate: " + each);
      }
      String currency = Currency.getInstance(matcher.group(1)).getCurrencyCode();
      BigDecimal rate = new BigDecimal(matcher.group(2));
      if (rate.signum() == 0 || rates.put(currency, rate) != null) {
        throw new IllegalArgumentException("0, or there already: " + each);
      }
    }
    return rates;
  }
}
