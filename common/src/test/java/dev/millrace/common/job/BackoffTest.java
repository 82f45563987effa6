package dev.millrace.common.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void doublesUpToItsLimit() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(350));

    assertThat(backoff.next().delay()).isEqualTo(Duration.ofMillis(200));
    assertThat(backoff.next().next().delay()).isEqualTo(Duration.ofMillis(350));
    assertThat(backoff.next().next().next().delay()).isEqualTo(Duration.ofMillis(350));
  }

  @RepeatedTest(100)
  void isAtMostHalfLongerByChance() {
    assertThat(new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1)).jitteredMillis())
        .isBetween(100L, 150L);
  }
}
