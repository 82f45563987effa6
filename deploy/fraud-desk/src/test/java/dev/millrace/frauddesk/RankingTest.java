package dev.millrace.frauddesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RankingTest {

  @Test
  void knowsTheExtremes() {
    assertThat(Ranking.of(new double[] {.9, .8, .1}, new boolean[] {true, true, false}))
        .isEqualTo(new Ranking(1, 1));
    assertThat(Ranking.of(new double[] {.1, .9}, new boolean[] {true, false}))
        .isEqualTo(new Ranking(0, 0.5));
  }

  /** Of 2 x 2 pairs two are right; fraud at ranks 1 and 4. */
  @Test
  void agreesWithACountByHand() {
    Ranking ranking =
        Ranking.of(new double[] {4, 3, 2, 1}, new boolean[] {true, false, false, true});

    assertThat(ranking.auc()).isCloseTo(0.5, within(1e-12));
    assertThat(ranking.averagePrecision()).isCloseTo((1 + 0.5) / 2, within(1e-12));
  }

  @Test
  void equalScoresDoNotDependOnTheirOrder() {
    Ranking one = Ranking.of(new double[] {1, 1, 1, 0}, new boolean[] {true, false, false, false});
    Ranking other =
        Ranking.of(new double[] {1, 1, 0, 1}, new boolean[] {false, false, false, true});

    assertThat(one).isEqualTo(other);
    assertThat(one.auc()).isCloseTo(2.0 / 3, within(1e-12));
  }

  @Test
  void needsBoth() {
    assertThatThrownBy(() -> Ranking.of(new double[] {1}, new boolean[] {true}))
        .hasMessageContaining("got 1 frauds of 1");
  }
}
