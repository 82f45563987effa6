package dev.millrace.fraud.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PopulationStabilityTest {
  private static final Histogram QUARTERS =
      new Histogram(new double[] {1, 2}, new double[] {0.25, 0.25, 0.5});

  private final PopulationStability stability = new PopulationStability(QUARTERS);

  @Test
  void isUnknownUntilAThousandValuesWereCounted() {
    add(0.5, 999);
    assertThat(stability.index()).isNaN();

    add(0.5, 1);
    assertThat(stability.index()).isPositive();
  }

  @Test
  void isNothingForTheSameSpread() {
    add(0.5, 250);
    add(1.0, 250);
    add(2.0, 500);

    assertThat(stability.index()).isEqualTo(0, within(1e-12));
  }

  /** 0.25 ln 2 + 0.05 ln 1.2 - 0.3 ln 0.4, which is 0.17329 + 0.00912 + 0.27489. */
  @Test
  void isTheSumOverTheBins() {
    add(0.5, 500);
    add(1.5, 300);
    add(2.5, 200);

    assertThat(stability.index()).isEqualTo(0.45729, within(1e-5));
  }

  /** 0.75 ln 4 + 2 bins of nothing: 0.2499 ln 2500 and 0.4999 ln 5000. */
  @Test
  void staysFiniteWhereABinIsEmpty() {
    add(0.5, 1_000);

    assertThat(stability.index()).isEqualTo(1.03972 + 1.95524 + 4.25774, within(1e-4));
  }

  @Test
  void forgetsWhatCameBeforeTheNewestTenThousand() {
    add(0.5, 100_000);
    assertThat(stability.index()).isGreaterThan(PopulationStability.MAJOR);

    for (int i = 0; i < PopulationStability.MOST_VALUES / 4; i++) {
      add(0.5, 1);
      add(1.5, 1);
      add(2.5, 2);
    }
    assertThat(stability.index()).isEqualTo(0, within(1e-12));
  }

  @Test
  void driftCountsFiguresOfSomePaymentsAndTheScoreOfAll() {
    Drift drift = new Drift(new DriftReference(Map.of(Feature.AMOUNT_MINOR, QUARTERS), QUARTERS));
    Features features = Features.none();
    features.set(Feature.AMOUNT_MINOR, 1.5);

    for (int i = 0; i < 1_000; i++) {
      drift.add(features, 0.5);
    }
    assertThat(drift.ofScore()).isGreaterThan(PopulationStability.MAJOR);
    assertThat(drift.of(Feature.AMOUNT_MINOR)).isNaN();

    for (int i = 1_000; i < 1_000 * Drift.FIGURES_EVERY; i++) {
      drift.add(features, 0.5);
    }
    assertThat(drift.of(Feature.AMOUNT_MINOR)).isGreaterThan(PopulationStability.MAJOR);
    assertThat(drift.of(Feature.NIGHT)).isNaN();
  }

  @Test
  void driftIsNotOfTheHour() {
    Histogram mostlyNot = new Histogram(new double[] {1}, new double[] {0.75, 0.25});
    Drift drift =
        new Drift(
            new DriftReference(
                Map.of(
                    Feature.AMOUNT_MINOR, QUARTERS,
                    Feature.WEEKEND, mostlyNot,
                    Feature.NIGHT, mostlyNot),
                QUARTERS));
    Features wednesdayNoon = Features.none();
    for (int i = 0; i < 10_000 * Drift.FIGURES_EVERY; i++) {
      wednesdayNoon.set(Feature.AMOUNT_MINOR, Math.min(2, i / Drift.FIGURES_EVERY % 4));
      drift.add(wednesdayNoon, 0.5);
    }

    assertThat(drift.of(Feature.AMOUNT_MINOR)).isEqualTo(0, within(1e-12));
    assertThat(drift.of(Feature.WEEKEND)).isNaN();
    assertThat(drift.of(Feature.NIGHT)).isNaN();
  }

  /**
   * A third is larger as float than as double: the edge would be above the value it was made of.
   */
  @Test
  void driftComparesFiguresAsTheyWereTrained() {
    Histogram halves = new Histogram(new double[] {1 / 3f}, new double[] {0.5, 0.5});
    Drift drift =
        new Drift(new DriftReference(Map.of(Feature.TERMINAL_FRAUD_RATE_7D, halves), QUARTERS));
    Features figures = Features.none();
    for (int i = 0; i < 1_000 * Drift.FIGURES_EVERY; i++) {
      figures.set(Feature.TERMINAL_FRAUD_RATE_7D, i / Drift.FIGURES_EVERY % 2 / 3.0);
      drift.add(figures, 0.5);
    }

    assertThat(drift.of(Feature.TERMINAL_FRAUD_RATE_7D)).isEqualTo(0, within(1e-12));
  }

  private void add(double value, int times) {
    for (int i = 0; i < times; i++) {
      stability.add(value);
    }
  }
}
