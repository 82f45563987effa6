package dev.millrace.supplychain.domain.coldchain;

import static dev.millrace.supplychain.domain.coldchain.SensorRecords.minute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExposureTest {
  private static final TemperatureRange CHILLED =
      new TemperatureRange(2, 8, Duration.ofMinutes(30));
  private static final long RECOVERY = Duration.ofMinutes(20).toMillis();

  @Test
  void countsFromWhereTheLimitIsCrossedToWhereItIsCrossedBack() {
    // Up from 6 to 10 in 10 minutes, 10 minutes at 10, down to 6 in 10 minutes.
    Exposure exposure = exposure(0, 6, 10, 10, 20, 10, 30, 6);

    assertThat(exposure.outsideSince()).isEqualTo(minute(5));
    assertThat(exposure.insideSince()).isEqualTo(minute(25));
    assertThat(exposure.outsideMs()).isEqualTo(Duration.ofMinutes(20).toMillis());
    // Two triangles of 5 minutes and 2 degrees, and 10 minutes of 2 degrees.
    assertThat(exposure.degreeMinutes()).isCloseTo(30, within(1e-9));
    assertThat(exposure.peakCelsius()).isEqualTo(10);
    assertThat(exposure.isOutside()).isFalse();
  }

  @Test
  void shortReturnsDoNotInterruptIt() {
    Exposure exposure = exposure(0, 10, 10, 10, 11, 6, 20, 6, 21, 10, 31, 10);

    assertThat(exposure.outsideSince()).isEqualTo(minute(0));
    assertThat(exposure.outsideMs()).isGreaterThan(Duration.ofMinutes(20).toMillis());
  }

  @Test
  void longReturnsEndIt() {
    Exposure exposure = exposure(0, 10, 10, 10, 11, 6, 35, 6);

    assertThat(exposure.outsideSince()).isEqualTo(Exposure.NEVER);
    assertThat(exposure.outsideMs()).isZero();
  }

  @Test
  void theMeanKineticTemperatureLiesAboveTheMean() {
    assertThat(exposure(0, 12, 60, 12).meanKineticCelsius()).isCloseTo(12, within(1e-6));
    // Half an hour each at 10 and at 30: heat weighs more.
    assertThat(exposure(0, 10, 30, 10, 30.001, 30, 60, 30).meanKineticCelsius())
        .isBetween(24.0, 25.5);
  }

  @Test
  void lastsWhileNothingIsRead() {
    Exposure exposure = exposure(0, 9);

    assertThat(exposure.outsideMsAt(minute(12))).isEqualTo(Duration.ofMinutes(12).toMillis());
    assertThat(exposure(0, 5).outsideMsAt(minute(12))).isZero();
  }

  private static Exposure exposure(double... minutesAndCelsius) {
    Exposure exposure = Exposure.NONE;
    for (int i = 0; i < minutesAndCelsius.length; i += 2) {
      exposure =
          exposure.after(
              new Reading(minute(minutesAndCelsius[i]), minutesAndCelsius[i + 1]),
              CHILLED,
              RECOVERY);
    }
    return exposure;
  }
}
