package dev.millrace.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OneCurrencyTest {
  private static final OneCurrency EUROS =
      OneCurrency.of("EUR", "HUF 0.0026; JPY 0.0062;KWD 3; XAU 999999999");

  @Test
  void amountsInItStay() {
    assertThat(amount(700, "EUR", new Payment.Billed(1, "USD"))).isEqualTo(700);
  }

  @Test
  void othersCountByWhatIsBilledElseByTheirRateElseAsTheyAre() {
    assertThat(amount(800_000, "HUF", new Payment.Billed(2_100, "EUR"))).isEqualTo(2_100);
    assertThat(amount(800_000, "HUF", new Payment.Billed(2_300, "USD"))).isEqualTo(2_080);
    assertThat(amount(1_000, "JPY", null)).isEqualTo(620);
    assertThat(amount(1_005, "KWD", null)).isEqualTo(302);
    assertThat(amount(1_000_000_000_000_000L, "XAU", null)).isEqualTo(Long.MAX_VALUE);
    assertThat(amount(900, "SEK", null)).isEqualTo(900);
  }

  @Test
  void settingsHaveAForm() {
    assertThat(OneCurrency.of("EUR", "")).isEqualTo(OneCurrency.EUROS);
    Map<String, String> refused =
        Map.of(
            "HUF", "a rate must be a currency and a number, is 'HUF'",
            "HUF 1 2", "a rate must be a currency and a number, is 'HUF 1 2'",
            "HUF x", "a rate must be a number, is 'x'",
            "HUF 0.0", "a rate must be above 0, is '0.0'",
            "JPY 1; HUF -0.0026", "a rate must be above 0, is '-0.0026'",
            "HUF 1; HUF 2", "a currency must have one rate, is given another: 'HUF 2'",
            "XXZ 1", "a currency must be a code of ISO 4217, is 'XXZ'");
    refused.forEach(
        (rates, rule) ->
            assertThatThrownBy(() -> OneCurrency.of("EUR", rates))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(rule));
    assertThatThrownBy(() -> OneCurrency.of("euro", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a currency must be a code of ISO 4217, is 'euro'");
  }

  private static long amount(long minor, String currency, Payment.Billed billed) {
    return EUROS
        .of(
            new Payment(
                new Place(Topics.PAYMENTS, 0, 0),
                0,
                "tx",
                "card",
                "terminal",
                minor,
                currency,
                billed,
                0,
                "null null",
                Payment.Circumstances.UNKNOWN))
        .amountMinor();
  }
}
