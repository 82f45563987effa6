package dev.millrace.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CardHabitsTest {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = 24 * HOUR;
  private static final long NOW = 20_000 * DAY;

  private final Moments before = new Moments(30 * DAY);

  @Test
  void aFirstPaymentHasNothingToBeHeldAgainst() {
    assertThat(figures(1_000))
        .containsEntry("cardCount1min", 1.0)
        .containsEntry("cardCount10min", 1.0)
        .containsEntry("cardCount1h", 1.0)
        .containsEntry("cardSmallBefore1h", 0.0)
        .containsEntry("cardSecondsSinceLast", -1.0)
        .containsEntry("cardAmountToMean7d", -1.0)
        .containsEntry("cardAmountDeviations7d", -1.0)
        .containsEntry("cardAmountToMax30d", -1.0)
        .containsEntry("cardAmountToUsual", -1.0)
        .containsEntry("cardUnusualCount14d", 0.0)
        .containsEntry("cardUnusualShare14d", -1.0)
        .containsEntry("cardDaysSinceUnusual", -1.0);
  }

  @Test
  void amountsAreHeldAgainstThoseBefore() {
    before(20 * DAY, 1_000);
    before(10 * DAY, 10_000);
    before(3 * DAY, 2_000);
    before(DAY, 3_000);
    Map<String, Double> figures = figures(5_000);
    assertThat(figures)
        .containsEntry("cardAmountToMean7d", 2.0)
        .containsEntry("cardAmountToMean30d", 1.25)
        .containsEntry("cardAmountToMax30d", 0.5)
        // Usual are those of up to twice the mean of 4,000: their mean is 2,000.
        .containsEntry("cardAmountToUsual", 2.5)
        .containsEntry("cardUnusualCount14d", 1.0)
        .containsEntry("cardDaysSinceUnusual", 10.0);
    assertThat(figures.get("cardUnusualShare14d")).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(figures.get("cardAmountDeviations7d"))
        .isCloseTo(2_500 / Math.sqrt(500_000), within(1e-9));
    assertThat(figures(100).get("cardAmountDeviations7d")).isZero();
  }

  @Test
  void windowsEndJustBeforeTheirLength() {
    before(HOUR, 100);
    before(HOUR - 1, 100);
    before(60_000, 1_000);
    before(59_999, 900);
    assertThat(figures(1_000))
        .containsEntry("cardCount1h", 4.0)
        .containsEntry("cardCount10min", 3.0)
        .containsEntry("cardCount1min", 2.0)
        .containsEntry("cardSmallBefore1h", 1.0)
        .containsEntry("cardSecondsSinceLast", 59.999);
  }

  private void before(long ago, long amount) {
    before.add(NOW - ago, amount);
  }

  private Map<String, Double> figures(long amount) {
    return CardHabits.of(
        before,
        new Payment(
            new Place(Topics.PAYMENTS, 0, 0),
            0,
            "tx",
            "card",
            "terminal",
            amount,
            "EUR",
            NOW,
            "null null",
            Payment.Circumstances.UNKNOWN));
  }
}
