package dev.millrace.fraud.domain;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.fraud.Payments;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeaturesTest {
  private static final CardActivity CARD = new CardActivity(1, 2, 3, 4, 5, 6);
  private static final TerminalRisk TERMINAL = new TerminalRisk(7, 8, 9, 0.1, 0.2, 0.3);

  @ParameterizedTest
  @CsvSource({
    "2026-03-06T23:59:59.999Z, false", // Friday
    "2026-03-07T00:00:00Z, true",
    "2026-03-08T23:59:59.999Z, true",
    "2026-03-09T00:00:00Z, false",
  })
  void weekendIsSaturdayAndSunday(Instant time, boolean weekend) {
    assertThat(at(time).weekend()).isEqualTo(weekend);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-03T23:59:59.999Z, false",
    "2026-03-04T00:00:00Z, true",
    "2026-03-04T06:59:59.999Z, true",
    "2026-03-04T07:00:00Z, false",
  })
  void nightEndsAtSeven(Instant time, boolean night) {
    assertThat(at(time).night()).isEqualTo(night);
  }

  @Test
  void figuresHaveNames() {
    assertThat(at(Instant.parse("2026-03-07T03:00:00Z")).byName())
        .containsExactly(
            entry("amountMinor", 1_000.0),
            entry("weekend", 1.0),
            entry("night", 1.0),
            entry("cardCount1d", 1.0),
            entry("cardCount7d", 2.0),
            entry("cardCount30d", 3.0),
            entry("cardMeanMinor1d", 4.0),
            entry("cardMeanMinor7d", 5.0),
            entry("cardMeanMinor30d", 6.0),
            entry("terminalCount1d", 7.0),
            entry("terminalCount7d", 8.0),
            entry("terminalCount30d", 9.0),
            entry("terminalFraudRate1d", 0.1),
            entry("terminalFraudRate7d", 0.2),
            entry("terminalFraudRate30d", 0.3));
  }

  private static Features at(Instant time) {
    return Features.of(Payments.payment("a").setEventTime(time).build(), CARD, TERMINAL);
  }
}
