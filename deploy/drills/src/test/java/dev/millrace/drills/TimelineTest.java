package dev.millrace.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final long LATENCY = 10;

  /** A payment every 10 ms for 60 s; the outage from 20 s to 25 s, caught up within 1 s. */
  private static List<Sample> outage() {
    return LongStream.range(0, 6_000)
        .map(i -> i * 10)
        .mapToObj(
            due ->
                due >= 20_000 && due < 25_000
                    ? new Sample(due, 25_000 + (due - 20_000) / 5)
                    : new Sample(due, due + LATENCY))
        .toList();
  }

  @Test
  void recoveryEndsTheLongestSilenceAfterTheStrike() {
    Timeline timeline =
        timeline(outage(), List.of(Strike.healed(20_000, 20_000, 27_000)), List.of());
    assertThat(timeline.figures().recovery()).isEqualTo(5_000);
  }

  @Test
  void aStrikeThatNobodyNoticedHasNoRecoveryAndNoLag() {
    Timeline timeline =
        timeline(outage(), List.of(Strike.healed(40_000, 45_000, 46_000)), List.of());
    assertThat(timeline.figures().recovery()).isZero();
    assertThat(timeline.figures().lagDrained()).isZero();
  }

  @Test
  void percentilesAreOfBeforeDuringAndAfter() {
    Timeline.Figures figures =
        timeline(outage(), List.of(Strike.healed(20_000, 20_000, 27_000)), List.of()).figures();
    assertThat(figures.before()).hasValue(LATENCY);
    assertThat(figures.during().getAsLong()).isBetween(4_800L, 5_000L);
    assertThat(figures.after()).hasValue(LATENCY);
  }

  @Test
  void lagIsDrainedWithTheLastLateDecision() {
    Timeline.Figures figures =
        timeline(outage(), List.of(Strike.healed(20_000, 24_000, 27_000)), List.of()).figures();
    // Due 24,990 is decided at 25,998 and is the last that is later than normal.
    assertThat(figures.lagDrained()).isBetween(1_900L, 2_000L);
  }

  @Test
  void recoveryIsTheMedianOfTheStrikes() {
    List<Sample> samples = new ArrayList<>();
    for (long due = 0; due < 100_000; due += 10) {
      long inCycle = due % 20_000;
      long outage = 2_000 * (1 + due / 20_000);
      samples.add(
          inCycle >= 5_000 && inCycle < 5_000 + outage
              ? new Sample(due, due - inCycle + 5_000 + outage)
              : new Sample(due, due + LATENCY));
    }
    List<Strike> strikes =
        LongStream.range(0, 3)
            .mapToObj(i -> i * 20_000 + 5_000)
            .map(at -> Strike.healed(at, at, at + 14_000))
            .toList();
    assertThat(timeline(samples, strikes, List.of()).figures().recovery()).isEqualTo(4_000);
  }

  @Test
  void rowsAreDrainedWhenTheTableHoldsWhatWasDecidedTwoSecondsBefore() {
    List<Strike> strikes = List.of(Strike.healed(40_000, 45_000, 46_000));
    List<RowSample> rows =
        List.of(
            new RowSample(39_000, 3_700),
            new RowSample(45_500, 3_800),
            new RowSample(46_500, 4_400),
            new RowSample(47_000, 4_700));
    assertThat(timeline(outage(), strikes, rows).figures().rowsDrained()).isEqualTo(2_000);
    assertThat(timeline(outage(), strikes, rows.subList(0, 3)).figures().rowsDrained())
        .isEqualTo(Long.MAX_VALUE);
  }

  /**
   * The table is behind only after a while: the job that fills it was killed with the other one.
   */
  @Test
  void rowsAreNotDrainedBeforeTheTableWasBehind() {
    List<Strike> strikes = List.of(Strike.healed(40_000, 40_000, 46_000));
    List<RowSample> rows =
        List.of(
            new RowSample(40_200, 3_980),
            new RowSample(41_000, 4_000),
            new RowSample(44_000, 4_000),
            new RowSample(47_000, 4_100),
            new RowSample(50_000, 4_900),
            new RowSample(53_000, 5_290));
    assertThat(timeline(outage(), strikes, rows).figures().rowsDrained()).isEqualTo(10_000);
  }

  @Test
  void aTableThatIsBehindWhenTheNextStrikeComesHasTheRestOfTheRun() {
    List<Strike> strikes =
        List.of(Strike.healed(40_000, 40_000, 46_000), Strike.healed(48_000, 48_000, 49_000));
    List<RowSample> rows =
        List.of(
            new RowSample(47_000, 4_100),
            new RowSample(49_000, 4_200),
            new RowSample(52_000, 5_190));
    // From the first one's healing, and not from the second's.
    assertThat(timeline(outage(), strikes, rows).figures().rowsDrained()).isEqualTo(12_000);
  }

  @Test
  void aTableThatWasNeverBehindHadNothingToDrain() {
    List<RowSample> rows = List.of(new RowSample(41_000, 4_090), new RowSample(46_000, 4_590));
    assertThat(
            timeline(outage(), List.of(Strike.healed(40_000, 40_000, 46_000)), rows)
                .figures()
                .rowsDrained())
        .isZero();
  }

  /** What drains while a healing goes on is drained after it began. */
  @Test
  void lagOfAStrikeThatTheSuiteHealsCountsFromTheStrike() {
    Strike strike = Strike.healedByTheSuite(20_000, 24_000, 27_000);
    Timeline.Figures figures = timeline(outage(), List.of(strike), List.of()).figures();
    assertThat(figures.lagDrained()).isBetween(5_900L, 6_000L);
    assertThat(figures.outage()).isEqualTo(4_000);
  }

  @Test
  void theOutageIsTheLongestOfTheStrikes() {
    List<Strike> strikes =
        List.of(Strike.healed(20_000, 24_500, 27_000), Strike.healed(30_000, 31_000, 32_000));
    assertThat(timeline(outage(), strikes, List.of()).figures().outage()).isEqualTo(4_500);
  }

  @Test
  void whatWasNotDecidedIsAsLateAsItWasWhenTheLoadEnded() {
    List<Sample> stuck =
        LongStream.range(0, 400).mapToObj(i -> new Sample(26_000 + 100 * i, 66_000)).toList();
    Timeline.Figures figures =
        new Timeline(
                new Traced(outage(), stuck),
                List.of(Strike.healed(20_000, 24_000, 27_000)),
                List.of(new RowSample(60_100, 6_000)),
                5_000)
            .figures();
    assertThat(figures.after().getAsLong()).isBetween(30_000L, 39_000L);
    assertThat(figures.during().getAsLong()).isBetween(20_000L, 40_000L);
    assertThat(figures.lagDrained()).isEqualTo(42_000);
    assertThat(figures.rowsDrained()).as("no row can be there without a decision").isZero();
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheTwoInTheMiddle() {
    List<Strike> strikes =
        List.of(Strike.healed(20_000, 20_000, 27_000), Strike.healed(40_000, 40_000, 46_000));
    assertThat(timeline(outage(), strikes, List.of()).figures().recovery())
        .as("5 s and none")
        .isEqualTo(2_500);
  }

  private static Timeline timeline(
      List<Sample> samples, List<Strike> strikes, List<RowSample> rows) {
    return new Timeline(new Traced(samples, List.of()), strikes, rows, 5_000);
  }
}
