package dev.millrace.fraud.domain;

import static dev.millrace.fraud.Payments.fraud;
import static dev.millrace.fraud.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.payments.Transaction;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TerminalAmountsTest {
  private static final long DAY = Windows.ONE_DAY_MS;

  @Test
  void meanIsOfThisDayAndSixBeforeIt() {
    TerminalAmounts amounts =
        TerminalAmounts.EMPTY.with(0, 4).with(DAY, 1).with(7 * DAY, 2).with(8 * DAY, 9);

    assertThat(amounts.meanRatio(7 * DAY)).isEqualTo(1.5);
  }

  @Test
  void oneAmountDoesNotDecideTheMean() {
    assertThat(TerminalAmounts.EMPTY.with(0, 1_000).with(0, 0).meanRatio(0)).isEqualTo(5);
  }

  @Test
  void nothingIsKnownWithoutUsualAmounts() {
    TerminalAmounts amounts = TerminalAmounts.EMPTY.with(0, Features.UNKNOWN);

    assertThat(amounts).isSameAs(TerminalAmounts.EMPTY);
    assertThat(amounts.meanRatio(0)).isEqualTo(Features.UNKNOWN);
  }

  @Test
  void unusualIsMoreThanTwice() {
    TerminalAmounts amounts = TerminalAmounts.EMPTY.with(5, 2).with(7, 2.1);

    assertThat(amounts.mayBeUnusualIn(4, 5)).isFalse();
    assertThat(amounts.mayBeUnusualIn(6, 7)).isTrue();
    assertThat(amounts.mayBeUnusualIn(4, 8)).isTrue();
    assertThat(amounts.mayBeUnusualIn(7, 8)).isFalse();
  }

  @Test
  void whatIsOlderThanAllThatIsRememberedMayHaveBeenUnusual() {
    TerminalAmounts amounts = TerminalAmounts.EMPTY;
    for (int i = 1; i < TerminalAmounts.MAX_UNUSUAL; i++) {
      amounts = amounts.with(1_000 + i, 3);
    }
    assertThat(amounts.mayBeUnusualIn(998, 999)).isFalse();

    amounts = amounts.with(1_000, 3);

    assertThat(amounts.mayBeUnusualIn(998, 999)).isTrue();
    assertThat(amounts.mayBeUnusualIn(1_127, 1_128)).isFalse();
  }

  @Test
  void aFraudWhoseAmountIsForgottenIsNotOrdinary() {
    Duration delay = Duration.ofDays(7);
    History terminal = History.EMPTY;
    TerminalAmounts amounts = TerminalAmounts.EMPTY;
    for (int i = 0; i < 200; i++) {
      Transaction unusual = payment("p" + i, Duration.ofHours(i), 100_000);
      terminal = TerminalRisk.remember(terminal, unusual, delay);
      amounts = amounts.with(unusual.getEventTime().toEpochMilli(), 3);
    }
    Transaction first = payment("p0", Duration.ZERO, 100_000);
    terminal = TerminalRisk.remember(terminal, fraud(first, delay), delay);
    Features features = Features.none();

    TerminalFrauds.into(
        features, terminal, amounts, payment("next", Duration.ofHours(200), 100), delay);

    assertThat(features.of(Feature.TERMINAL_DAYS_SINCE_FIRST_FRAUD)).isGreaterThan(7);
    assertThat(features.of(Feature.TERMINAL_ORDINARY_FRAUD_RATE_30D)).isZero();
    assertThat(features.of(Feature.TERMINAL_DAYS_SINCE_FIRST_ORDINARY_FRAUD))
        .isEqualTo(Features.UNKNOWN);
  }

  @Test
  void isBoundedWhateverComes() {
    TerminalAmounts amounts = TerminalAmounts.EMPTY;
    for (int i = 0; i < 1_000; i++) {
      // A year forwards and back again.
      long time = (i < 500 ? i : 1_000 - i) * DAY + i;
      amounts = amounts.with(time, 3);
    }
    assertThat(amounts.days()).hasSize(TerminalAmounts.DAYS);
    assertThat(amounts.counts()).hasSize(TerminalAmounts.DAYS);
    assertThat(amounts.ratios()).hasSize(TerminalAmounts.DAYS);
    assertThat(amounts.unusual()).hasSize(TerminalAmounts.MAX_UNUSUAL).isSorted();
    assertThat(Arrays.stream(amounts.days()).max()).hasValue(500);
  }
}
