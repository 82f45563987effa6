package dev.millrace.common.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BreakerTest {

  @Test
  void isTrippedByMoreThanTheShareAndNotByTheShareItself() {
    Breaker breaker = new Breaker(new Breaker.Limit(10, 0.2));

    assertThat(breaker.refused()).isFalse();
    assertThat(breaker.refused()).isFalse();
    assertThat(breaker.refused()).isTrue();
    assertThat(breaker.refusedCount()).isEqualTo(3);
  }

  @Test
  void forgetsWhatIsOlderThanTheWindow() {
    Breaker breaker = new Breaker(new Breaker.Limit(5, 0.4));
    breaker.refused();
    breaker.refused();
    for (int i = 0; i < 4; i++) {
      breaker.accepted();
    }
    assertThat(breaker.refusedCount()).isEqualTo(1);

    assertThat(breaker.refused()).isFalse();
    assertThat(breaker.refused()).isFalse();
    assertThat(breaker.refusedCount()).isEqualTo(2);
    assertThat(breaker.refused()).isTrue();
  }

  @Test
  void aSteadyShareBelowTheLimitNeverTripsIt() {
    Breaker breaker = new Breaker(new Breaker.Limit(100, 0.2));
    for (int i = 0; i < 10_000; i++) {
      if (i % 5 == 0) {
        assertThat(breaker.refused()).isFalse();
      } else {
        breaker.accepted();
      }
    }
    assertThat(breaker.refusedCount()).isEqualTo(20);
  }

  @Test
  void aShareOfZeroForgivesNothingAndOfOneEverything() {
    assertThat(new Breaker(new Breaker.Limit(10, 0)).refused()).isTrue();
    Breaker never = new Breaker(new Breaker.Limit(3, 1));
    for (int i = 0; i < 10; i++) {
      assertThat(never.refused()).isFalse();
    }
  }

  @Test
  void limitsHaveRanges() {
    assertThatThrownBy(() -> new Breaker.Limit(0, 0.2))
        .hasMessage("window must be at least 1, got 0");
    assertThatThrownBy(() -> new Breaker.Limit(1, Double.NaN))
        .hasMessage("share must be between 0 and 1, got NaN");
  }
}
