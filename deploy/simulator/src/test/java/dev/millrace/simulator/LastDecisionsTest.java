package dev.millrace.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LastDecisionsTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(30);

  @Test
  void areWaitedForUntilNoneComesForTheTimeout() {
    assertThat(isOver(Duration.ofMinutes(29), OptionalLong.empty())).isFalse();
    assertThat(isOver(Duration.ofMinutes(31), OptionalLong.empty())).isTrue();
  }

  @Test
  void anInterruptionEndsTheWaitLaterOnAndTheTimeoutStillDoes() {
    OptionalLong interrupted = OptionalLong.of(Duration.ofMinutes(10).toNanos());
    assertThat(isOver(Duration.ofMinutes(10), interrupted)).isFalse();
    assertThat(isOver(Duration.ofMinutes(11), interrupted)).isFalse();
    assertThat(isOver(Duration.ofMinutes(13), interrupted)).isTrue();
    assertThat(isOver(Duration.ofMinutes(31), OptionalLong.of(Duration.ofMinutes(30).toNanos())))
        .isTrue();
  }

  private static boolean isOver(Duration now, OptionalLong interrupted) {
    return LastDecisions.isOver(now.toNanos(), 0, interrupted, TIMEOUT);
  }
}
