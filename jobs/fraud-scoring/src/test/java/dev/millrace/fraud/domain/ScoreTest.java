package dev.millrace.fraud.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreTest {

  @Test
  void nothingSuspiciousIsZeroWithoutReasons() {
    assertThat(Score.of(List.of(new Suspicion("A", 0), new Suspicion("B", 0))))
        .isEqualTo(new Score(0, List.of()));
  }

  @Test
  void independentSuspicionsAddUpAsProbabilities() {
    Score score = Score.of(List.of(new Suspicion("A", 0.5), new Suspicion("B", 0.5)));

    assertThat(score.value()).isEqualTo(0.75, within(1e-12));
  }

  @Test
  void certaintyOfOneIsCertainty() {
    assertThat(Score.of(List.of(new Suspicion("A", 1), new Suspicion("B", 0.3))).value())
        .isEqualTo(1);
  }

  @Test
  void strongestReasonComesFirst() {
    Score score =
        Score.of(
            List.of(
                new Suspicion("LOW", 0.2), new Suspicion("HIGH", 0.9), new Suspicion("MID", 0.4)));

    assertThat(score.reasons()).containsExactly("HIGH", "MID", "LOW");
  }

  @Test
  void weakSuspicionsCountButAreNotNamed() {
    Score score = Score.of(List.of(new Suspicion("WEAK", 0.0999), new Suspicion("NAMED", 0.1)));

    assertThat(score.reasons()).containsExactly("NAMED");
    assertThat(score.value()).isEqualTo(1 - 0.9001 * 0.9, within(1e-12));
  }
}
