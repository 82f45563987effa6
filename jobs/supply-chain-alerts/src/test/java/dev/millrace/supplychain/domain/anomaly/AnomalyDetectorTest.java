package dev.millrace.supplychain.domain.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import dev.millrace.supplychain.domain.anomaly.AnomalyScore.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class AnomalyDetectorTest {
  private static final long FIVE_MINUTES = 300_000;
  private static final int DAY = 288;

  private final AnomalyDetector detector = new AnomalyDetector(AnomalyRules.DEFAULT);
  private final SeriesMemory memory = new SeriesMemory();
  private final Random random = new Random(7);
  private long time;

  @Test
  void aValueFarOutOfTheOrdinaryIsDetectedOnce() {
    feed(1_000, any -> 10 + random.nextGaussian());

    List<AnomalyScore> spike = feed(5, any -> 60);

    assertThat(spike.get(0).status()).isEqualTo(Status.DETECTED);
    assertThat(spike.get(0).score()).isGreaterThanOrEqualTo(AnomalyRules.DEFAULT.threshold());
    assertThat(spike.get(0).expected()).isBetween(9.0, 11.0);
    assertThat(spike.subList(1, 5))
        .allSatisfy(
            after -> {
              assertThat(after.status()).isEqualTo(Status.ORDINARY);
              assertThat(after.score()).isLessThan(AnomalyRules.DEFAULT.threshold());
            });
  }

  @Test
  void afterTheQuietPointsItHasSettled() {
    feed(1_000, any -> 10 + random.nextGaussian());
    feed(1, any -> 60);

    List<AnomalyScore> quiet =
        feed(AnomalyRules.DEFAULT.quietPoints(), any -> 10 + random.nextGaussian());

    assertThat(quiet.get(quiet.size() - 1).status()).isEqualTo(Status.SETTLED);
    assertThat(quiet.subList(0, quiet.size() - 1))
        .extracting(AnomalyScore::status)
        .containsOnly(Status.ORDINARY);
  }

  @Test
  void whatHappensEveryDayIsExpected() {
    DoubleUnaryOperator nights = point -> (point % DAY < DAY / 2 ? 20 : 80) + random.nextGaussian();
    feed(7 * DAY, nights);

    assertThat(detections(feed(2 * DAY, nights))).isLessThanOrEqualTo(1);
  }

  @Test
  void aDayWithoutItsPeakIsDetected() {
    DoubleUnaryOperator peaks = point -> (point % DAY < DAY / 2 ? 20 : 80) + random.nextGaussian();
    feed(10 * DAY, peaks);

    assertThat(detections(feed(DAY, any -> 20 + random.nextGaussian()))).isPositive();
  }

  @Test
  void aNewLevelIsDetectedAndBecomesNormal() {
    feed(2_000, any -> 10 + random.nextGaussian());

    assertThat(detections(feed(50, any -> 30 + random.nextGaussian()))).isEqualTo(1);
    feed(2_000, any -> 30 + random.nextGaussian());
    assertThat(detections(feed(1_000, any -> 30 + random.nextGaussian()))).isLessThanOrEqualTo(2);
  }

  @Test
  void aSeriesThatNeverChangesIsNeverAnAnomaly() {
    assertThat(detections(feed(5_000, any -> 42))).isZero();
  }

  @Test
  void nothingIsDetectedDuringTheWarmUp() {
    assertThat(detections(feed(AnomalyRules.DEFAULT.warmUpPoints(), point -> point * point)))
        .isZero();
  }

  @Test
  void acrossAGapThereIsNoChangeToJudge() {
    feed(1_000, point -> 50 + 40 * Math.sin(point / 100));
    time += 500 * FIVE_MINUTES;

    assertThat(detections(feed(1, any -> 10 + 1))).isZero();
    assertThat(memory.interval).isCloseTo(FIVE_MINUTES, offset(1.0));
  }

  @Test
  void aPointBeforeTheNewestIsRefused() {
    feed(2, any -> 1);

    assertThat(memory.isLate(memory.time)).isFalse();
    assertThat(memory.isLate(memory.time - 1)).isTrue();
    assertThatThrownBy(() -> detector.score(memory, new SeriesPoint("s", memory.time - 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("time must be at least 300000, got 299999");
    assertThatThrownBy(() -> new SeriesPoint("s", 0, Double.NaN))
        .hasMessage("value must be finite, got NaN");
  }

  @Test
  void scoresAreFromZeroToOne() {
    List<AnomalyScore> scores =
        feed(
            3_000,
            any -> random.nextInt(50) == 0 ? 1e9 * random.nextGaussian() : random.nextGaussian());

    assertThat(scores)
        .allSatisfy(
            score -> {
              assertThat(score.score()).isBetween(0.0, 1.0);
              assertThat(score.surprise()).isBetween(0.0, 1.0);
              assertThat(score.typicalDeviation()).isNotNegative();
            });
  }

  private List<AnomalyScore> feed(int points, DoubleUnaryOperator value) {
    List<AnomalyScore> scores = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      double number = (double) time / FIVE_MINUTES;
      scores.add(detector.score(memory, new SeriesPoint("s", time, value.applyAsDouble(number))));
      time += FIVE_MINUTES;
    }
    return scores;
  }

  private static long detections(List<AnomalyScore> scores) {
    return scores.stream().filter(score -> score.status() == Status.DETECTED).count();
  }
}
