package dev.millrace.fraud.domain;

import static org.assertj.core.api.Assertions.assertThat;

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

    assertThat(amounts.unusualIn(4, 5)).isFalse();
    assertThat(amounts.unusualIn(6, 7)).isTrue();
    assertThat(amounts.unusualIn(4, 8)).isTrue();
    assertThat(amounts.unusualIn(7, 8)).isFalse();
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
