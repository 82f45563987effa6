package dev.millrace.supplychain.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.junit.jupiter.api.Test;

class DeadlineClockTest {
  private static final long START = 1_000_000_000;

  private final AtomicLong wall = new AtomicLong(START);
  private boolean idle;
  private final List<Long> watermarks = new ArrayList<>();
  private final WatermarkOutput output =
      new WatermarkOutput() {
        @Override
        public void emitWatermark(Watermark watermark) {
          watermarks.add(watermark.getTimestamp());
        }

        @Override
        public void markIdle() {
          idle = true;
        }

        @Override
        public void markActive() {}
      };

  @Test
  void eventsMoveItWhileTheyCome() {
    WatermarkGenerator<Long> clock = started();
    event(clock, START - 500);
    event(clock, START - 900);

    assertThat(time(clock)).isEqualTo(START - 500 - 1_001);
  }

  @Test
  void thePartitionThatIsFarthestBehindCounts() {
    WatermarkGenerator<Long> clock = clock(ClockRules.Mode.LIVE);
    long night = 8 * 3_600_000;
    // All of one partition comes first, up to the present.
    event(clock, START);
    assertThat(time(clock)).isNull();
    wall.addAndGet(1_900);
    event(clock, in(3, START - night));
    wall.addAndGet(100);
    assertThat(time(clock)).isEqualTo(START - night + 3 - 1_001);

    wall.addAndGet(1_950);
    event(clock, wall.get());
    assertThat(idle).isFalse();
    assertThat(time(clock)).isEqualTo(wall.get() - 1_001);
  }

  @Test
  void theWallClockMovesItWhenNothingComes() {
    WatermarkGenerator<Long> clock = clock(ClockRules.Mode.LIVE);
    assertThat(time(clock)).isNull();

    wall.addAndGet(2_000);

    assertThat(time(clock)).isEqualTo(wall.get() - 1_001);
  }

  @Test
  void aBacklogHoldsItForAWhile() {
    WatermarkGenerator<Long> clock = clock(ClockRules.Mode.LIVE);
    long day = 86_400_000;
    for (int second = 0; second < 300; second++) {
      event(clock, START - day + 10L * second);
      assertThat(time(clock))
          .isEqualTo(second < 2 ? null : Long.valueOf(START - day + 10L * second - 1_001));
      wall.addAndGet(1_000);
    }
    event(clock, START - day + 300);

    assertThat(time(clock)).isEqualTo(wall.get() - 1_001);
  }

  @Test
  void aBacklogThatIsCaughtUpHoldsItAnew() {
    WatermarkGenerator<Long> clock = clock(ClockRules.Mode.LIVE);
    wall.addAndGet(299_000);
    event(clock, wall.get());
    time(clock);
    wall.addAndGet(1_500);
    event(clock, wall.get() - 1_000);

    assertThat(time(clock)).isEqualTo(wall.get() - 1_000 - 1_001);
  }

  @Test
  void aTimeInTheFutureMovesItToThePresentOnly() {
    WatermarkGenerator<Long> clock = started();
    event(clock, START + 3_600_000);

    assertThat(time(clock)).isEqualTo(wall.get() - 1_001);
  }

  @Test
  void eventsAloneMoveItInAReplay() {
    WatermarkGenerator<Long> clock = clock(ClockRules.Mode.EVENTS);
    wall.addAndGet(1_000);
    event(clock, 5_000);
    event(clock, 4_000);
    assertThat(watermarks).containsExactly(3_999L);

    wall.addAndGet(86_400_000);
    assertThat(time(clock)).isNull();
    assertThat(idle).isFalse();
  }

  @Test
  void inAReplayThePartitionThatIsFarthestBehindCounts() {
    WatermarkGenerator<Long> clock = clock(ClockRules.Mode.EVENTS);
    event(clock, 5_000);
    event(clock, in(3, 4_000));
    event(clock, 9_000);
    event(clock, in(3, 6_000));

    assertThat(watermarks).containsExactly(3_999L, 5_002L);
  }

  @Test
  void aPartitionWithoutMoreRecordsHoldsNoReplay() {
    WatermarkGenerator<Long> clock = clock(ClockRules.Mode.EVENTS);
    event(clock, 5_000);
    event(clock, in(3, 5_000));
    event(clock, 9_000);
    wall.addAndGet(299_000);
    event(clock, 10_000);
    assertThat(watermarks).containsExactly(3_999L, 4_002L);

    wall.addAndGet(1_000);
    assertThat(time(clock)).isEqualTo(8_999);
    // Nor is the end of a replay held by the partition that was behind last.
    event(clock, in(3, 20_000));
    wall.addAndGet(300_000);
    assertThat(time(clock)).isEqualTo(19_002);
  }

  @Test
  void aTopicWithoutRecordsHoldsNoReplay() {
    WatermarkGenerator<Long> clock = clock(ClockRules.Mode.EVENTS);
    wall.addAndGet(299_000);
    time(clock);
    assertThat(idle).isFalse();

    wall.addAndGet(1_000);
    time(clock);
    assertThat(idle).isTrue();
  }

  /** One that has run long enough to know its partitions. */
  private WatermarkGenerator<Long> started() {
    WatermarkGenerator<Long> clock = clock(ClockRules.Mode.LIVE);
    wall.addAndGet(2_000);
    return clock;
  }

  /** An event time of a multiple of ten, with the partition in its last figure. */
  private static long in(int partition, long time) {
    return time + partition;
  }

  private WatermarkGenerator<Long> clock(ClockRules.Mode mode) {
    ClockRules rules =
        new ClockRules(mode, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofMinutes(5));
    return new DeadlineClock<Long>(rules, wall::get, event -> (int) (event % 10), event -> event)
        .createWatermarkGenerator(null);
  }

  private void event(WatermarkGenerator<Long> clock, long time) {
    clock.onEvent(time, time, output);
  }

  private Long time(WatermarkGenerator<Long> clock) {
    watermarks.clear();
    clock.onPeriodicEmit(output);
    return watermarks.isEmpty() ? null : watermarks.get(0);
  }
}
