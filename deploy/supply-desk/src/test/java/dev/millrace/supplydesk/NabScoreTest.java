package dev.millrace.supplydesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.millrace.supplychain.domain.anomaly.SeriesPoint;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NabScoreTest {

  /** 100 rows, of which 15 are not scored, and an anomaly in rows 40 to 59. */
  private static final LabelledSeries SERIES =
      new LabelledSeries(
          "s",
          IntStream.range(0, 100).mapToObj(row -> new SeriesPoint("s", row, 0)).toList(),
          List.of(new LabelledSeries.Window(40, 59)));

  @Test
  void theFirstRowOfAWindowIsPerfectAndNeverADetectionIsNothing() {
    assertThat(score(40)).isCloseTo(100, offset(1e-9));
    assertThat(score()).isZero();
  }

  @Test
  void laterIsWorthLessAndOnlyTheBestCounts() {
    double middle = (2 / (1 + Math.exp(-2.5)) - 1) / (2 / (1 + Math.exp(-5.0)) - 1);

    assertThat(score(50)).isCloseTo(100 * (middle + 1) / 2, offset(1e-9));
    assertThat(score(50, 51, 59)).isCloseTo(score(50), offset(1e-9));
  }

  @Test
  void aFalseAlarmCostsLessJustBehindAWindow() {
    assertThat(score(20)).isCloseTo(100 * -.11 / 2, offset(1e-9));
    double justBehind = .11 * (2 / (1 + Math.exp(5.0 / 19)) - 1);
    assertThat(score(60)).isCloseTo(100 * justBehind / 2, offset(1e-9));
    assertThat(score(14)).isZero();
  }

  @Test
  void profilesWeighMistakesDifferently() {
    NabScore score = NabScore.of(List.of(SERIES), List.of(scores(20)));

    assertThat(score.at(.5, Profile.LOW_FALSE_POSITIVES)).isCloseTo(-11, offset(1e-9));
    assertThat(score.at(.5, Profile.LOW_FALSE_NEGATIVES)).isCloseTo(-11.0 / 3, offset(1e-9));
    assertThat(score.windows()).isEqualTo(1);
  }

  @Test
  void findsTheBestThreshold() {
    double[] scores = scores(40);
    scores[20] = .6;
    NabScore score = NabScore.of(List.of(SERIES), List.of(scores));

    assertThat(score.best(Profile.STANDARD).threshold()).isEqualTo(1);
    assertThat(score.best(Profile.STANDARD).score()).isCloseTo(100, offset(1e-9));
    assertThat(score.at(.6, Profile.STANDARD)).isCloseTo(94.5, offset(1e-9));
  }

  private static double score(int... detections) {
    return NabScore.of(List.of(SERIES), List.of(scores(detections))).at(.5, Profile.STANDARD);
  }

  private static double[] scores(int... detections) {
    double[] scores = new double[SERIES.points().size()];
    for (int row : detections) {
      scores[row] = 1;
    }
    return scores;
  }
}
