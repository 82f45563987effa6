package dev.millrace.common.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void doublesUpToItsLimit() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(350));

    assertThat(backoff.next().delay()).isEqualTo(Duration.ofMillis(200));
    assertThat(backoff.next().next().delay()).isEqualTo(Duration.ofMillis(350));
    assertThat(backoff.next().next().next().delay()).isEqualTo(Duration.ofMillis(350));
  }

  @Test
  void isAtMostHalfLongerByChance() {
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));

    assertThat(LongStream.generate(backoff::jitteredMillis).limit(1000).boxed())
        .allSatisfy(millis -> assertThat(millis).isBetween(100L, 150L))
        .anySatisfy(millis -> assertThat(millis).isGreaterThan(100L));
  }
}
