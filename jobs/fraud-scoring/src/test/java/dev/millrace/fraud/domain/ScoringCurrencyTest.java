package dev.millrace.fraud.domain;

import static dev.millrace.fraud.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.payments.Transaction;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScoringCurrencyTest {
  private static final ScoringCurrency EUROS =
      new ScoringCurrency(
          "EUR",
          Map.of(
              "HUF", new BigDecimal("0.0026"),
              "JPY", new BigDecimal("0.0062"),
              "KWD", new BigDecimal("3"),
              "USD", new BigDecimal("0.9"),
              "XAU", new BigDecimal("999999999")));

  @Test
  void aPaymentInItIsLeftAsItIs() {
    Transaction payment = payment("a").setBillingAmountMinor(5L).setBillingCurrency("USD").build();

    assertThat(EUROS.in(payment)).containsSame(payment);
  }

  @ParameterizedTest
  @CsvSource({
    "HUF, 800000, 2080",
    "JPY, 1000, 620", // no minor unit
    "KWD, 1005, 302", // three digits of it, 301.5 cents
    "USD, 1, 1",
    "USD, 0, 0",
    "XAU, 1000000000000000, 9223372036854775807"
  })
  void anotherCountsByItsRate(String currency, long amount, long expected) {
    assertThat(amount(payment("a").setCurrency(currency).setAmountMinor(amount)))
        .isEqualTo(expected);
  }

  @Test
  void whatTheCardHolderIsBilledGoesBeforeTheRate() {
    assertThat(amount(billed("HUF", 800_000, 2_100L, "EUR"))).isEqualTo(2_100);
    assertThat(amount(billed("HUF", 800_000, 2_300L, "USD"))).isEqualTo(2_080);
  }

  @Test
  void nothingIsMadeUpWithoutARate() {
    assertThat(EUROS.in(billed("SEK", 100, 900L, "USD").build())).isEmpty();
  }

  private static Transaction.Builder billed(
      String currency, long amount, Long billed, String billedIn) {
    return payment("a")
        .setCurrency(currency)
        .setAmountMinor(amount)
        .setBillingAmountMinor(billed)
        .setBillingCurrency(billedIn);
  }

  private static long amount(Transaction.Builder payment) {
    Transaction converted = EUROS.in(payment.build()).orElseThrow();
    assertThat(converted.getCurrency()).isEqualTo("EUR");
    assertThat(converted.getTransactionId()).isEqualTo("a");
    return converted.getAmountMinor();
  }
}
