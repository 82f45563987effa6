package dev.millrace.fraud.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {

  @ParameterizedTest
  @CsvSource({"0, 0.5", "1, 0.7310585786", "-1, 0.2689414214", "1000, 1", "-1000, 0"})
  void takesLogOddsToProbability(double margin, double probability) {
    assertThat(Calibration.IDENTITY.probability(margin)).isCloseTo(probability, within(1e-10));
  }

  @Test
  void stretchesAndShiftsTheMargin() {
    assertThat(new Calibration(2, -3).probability(1.5)).isEqualTo(0.5);
    assertThat(new Calibration(2, -3).probability(2))
        .isEqualTo(Calibration.IDENTITY.probability(1));
  }

  @Test
  void keepsTheOrder() {
    Calibration calibration = new Calibration(0.5, 1);
    double before = 0;
    for (double margin = -20; margin < 20; margin += 0.01) {
      double probability = calibration.probability(margin);
      assertThat(probability).isGreaterThan(before).isLessThan(1);
      before = probability;
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void refusesASlopeThatLosesTheOrder(double slope) {
    assertThatThrownBy(() -> new Calibration(slope, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("slope must be above 0 and finite, got " + slope);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.NEGATIVE_INFINITY})
  void refusesAnInterceptThatIsNoNumber(double intercept) {
    assertThatThrownBy(() -> new Calibration(1, intercept))
        .hasMessage("intercept must be a finite number, got " + intercept);
  }
}
