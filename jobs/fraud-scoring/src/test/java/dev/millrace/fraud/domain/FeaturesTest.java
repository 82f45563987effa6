package dev.millrace.fraud.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.fraud.Payments;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeaturesTest {

  @ParameterizedTest
  @CsvSource({
    "2026-03-06T23:59:59.999Z, 0", // Friday
    "2026-03-07T00:00:00Z, 1",
    "2026-03-08T23:59:59.999Z, 1",
    "2026-03-09T00:00:00Z, 0",
  })
  void weekendIsSaturdayAndSunday(Instant time, double weekend) {
    assertThat(at(time).of(Feature.WEEKEND)).isEqualTo(weekend);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-03T23:59:59.999Z, 0",
    "2026-03-04T00:00:00Z, 1",
    "2026-03-04T06:59:59.999Z, 1",
    "2026-03-04T07:00:00Z, 0",
  })
  void nightEndsAtSeven(Instant time, double night) {
    assertThat(at(time).of(Feature.NIGHT)).isEqualTo(night);
  }

  @Test
  void figuresHaveNamesInTheOrderOfTheFeatures() {
    Features features = at(Instant.parse("2026-03-07T03:00:00Z"));
    new CardActivity(1, 2, 3, 4, 5, 6).into(features);
    new TerminalRisk(7, 8, 9, 0.1, 0.2, 0.3).into(features);

    Map<String, Double> byName = features.byName();
    assertThat(byName.keySet())
        .containsExactlyElementsOf(Stream.of(Feature.values()).map(Feature::key).toList());
    assertThat(byName)
        .containsEntry("amountMinor", 1_000.0)
        .containsEntry("weekend", 1.0)
        .containsEntry("night", 1.0)
        .containsEntry("cardCount1d", 1.0)
        .containsEntry("cardCount7d", 2.0)
        .containsEntry("cardCount30d", 3.0)
        .containsEntry("cardMeanMinor1d", 4.0)
        .containsEntry("cardMeanMinor7d", 5.0)
        .containsEntry("cardMeanMinor30d", 6.0)
        .containsEntry("terminalCount1d", 7.0)
        .containsEntry("terminalCount7d", 8.0)
        .containsEntry("terminalCount30d", 9.0)
        .containsEntry("terminalFraudRate1d", 0.1)
        .containsEntry("terminalFraudRate7d", 0.2)
        .containsEntry("terminalFraudRate30d", 0.3);
  }

  private static Features at(Instant time) {
    Features features = Features.none();
    PaymentFigures.into(features, Payments.payment("a").setEventTime(time).build());
    return features;
  }
}
