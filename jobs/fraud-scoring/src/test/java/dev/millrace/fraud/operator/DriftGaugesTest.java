package dev.millrace.fraud.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.common.testing.stream.RecordedMetrics;
import dev.millrace.fraud.domain.DriftReference;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Features;
import dev.millrace.fraud.domain.Histogram;
import dev.millrace.fraud.domain.PopulationStability;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DriftGaugesTest {
  private static final String SCORE = "scorePsi";
  private static final String AMOUNT = "feature=amountMinor/featurePsi";
  private static final String NIGHT = "feature=night/featurePsi";

  private final RecordedMetrics metrics = new RecordedMetrics();
  private final DriftGauges drift = new DriftGauges(metrics);

  @Test
  void thereIsAGaugeForTheScoreAndEachFigureFromTheStart() {
    assertThat(metrics.names()).hasSize(1 + Feature.values().length);
    assertThat(metrics.names()).allSatisfy(name -> assertThat(value(name)).isNaN());
  }

  @Test
  void theyMoveWithThePayments() {
    DriftReference champion = reference();
    for (int i = 0; i < 8_000; i++) {
      drift.count(champion, amount(i < 4_000 ? 1_000 : 2_000), 0.2);
    }

    // All scores in one bin: 0.1 ln(1 / 0.9) + (0.0001 - 0.1) ln(0.0001 / 0.1).
    assertThat(value(SCORE)).isEqualTo(0.7006, within(1e-4));
    assertThat(value(AMOUNT)).isEqualTo(0, within(1e-9));
    assertThat(value(NIGHT)).isNaN();
  }

  @Test
  void anotherChampionStartsAnew() {
    DriftReference first = reference();
    for (int i = 0; i < 1_000; i++) {
      drift.count(first, amount(1_000), 0.2);
    }
    assertThat(value(SCORE)).isGreaterThan(PopulationStability.MAJOR);

    drift.count(reference(), amount(1_000), 0.2);

    assertThat(value(SCORE)).isNaN();
  }

  @Test
  void nothingIsKnownFromTheMomentThatTheChampionIsAnother() {
    DriftReference first = reference();
    for (int i = 0; i < 1_000; i++) {
      drift.count(first, amount(1_000), 0.2);
    }

    drift.follow(Optional.of(first));
    assertThat(value(SCORE)).isGreaterThan(PopulationStability.MAJOR);

    drift.follow(Optional.of(reference()));
    assertThat(value(SCORE)).isNaN();
  }

  private double value(String gauge) {
    return (Double) metrics.gauge(gauge);
  }

  private static Features amount(long minor) {
    Features features = Features.none();
    features.set(Feature.AMOUNT_MINOR, minor);
    return features;
  }

  /** Half of the amounts are below 15.00, nine in ten scores below 0.5. */
  private static DriftReference reference() {
    return new DriftReference(
        Map.of(Feature.AMOUNT_MINOR, new Histogram(new double[] {1_500}, new double[] {0.5, 0.5})),
        new Histogram(new double[] {0.5}, new double[] {0.9, 0.1}));
  }
}
