package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;

import dev.millrace.supplychain.operator.ClockRules.Mode;
import dev.millrace.supplychain.operator.ClockRules.WallClock;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * The clock that deadlines go by.
 *
 * <p>Guarantee in mode {@link Mode#LIVE}: a deadline fires at most {@link ClockRules#idleAfter()}
 * and {@link ClockRules#lateness()} after its time on an input without records, without partitions,
 * or just started, and at most {@link ClockRules#maxHold()} later on one that catches up a backlog,
 * which until then raises no false alarm. Each partition has its own time, and the one that is
 * farthest behind counts: Kafka's consumer hands over all that it has fetched of one before it
 * turns to the next. An event time ahead of the wall clock moves nothing.
 *
 * <p>In mode {@link Mode#EVENTS} the partition that is farthest behind counts, too, until nothing
 * has come from it for {@link ClockRules#maxHold()} of the wall clock. Broken by: a subtask that
 * reads several partitions; events of one that come before the first of another are not held back.
 *
 * @param <T> the record
 */
public final class DeadlineClock<T> implements WatermarkStrategy<T> {
  private static final long serialVersionUID = 1L;

  /** The time of an event, milliseconds since 1970. */
  @FunctionalInterface
  public interface EventTime<T> extends ToLongFunction<T>, Serializable {}

  /** The partition of an input's topic that a record lay in. */
  @FunctionalInterface
  public interface PartitionOf<T> extends ToIntFunction<T>, Serializable {}

  private final ClockRules rules;
  private final WallClock wall;
  private final PartitionOf<T> partition;
  private final EventTime<T> eventTime;

  /**
   * A clock for one input.
   *
   * @param partition where a record lay
   * @param eventTime when its event happened
   */
  public DeadlineClock(
      ClockRules rules, WallClock wall, PartitionOf<T> partition, EventTime<T> eventTime) {
    this.rules = requireNonNull(rules);
    this.wall = requireNonNull(wall);
    this.partition = requireNonNull(partition);
    this.eventTime = requireNonNull(eventTime);
  }

  @Override
  public TimestampAssigner<T> createTimestampAssigner(TimestampAssignerSupplier.Context context) {
    return (record, kafkaTime) -> eventTime.applyAsLong(record);
  }

  @Override
  public WatermarkGenerator<T> createWatermarkGenerator(WatermarkGeneratorSupplier.Context any) {
    return switch (rules.mode()) {
      case LIVE -> new Live<>(rules, wall, partition);
      case EVENTS -> new Events<>(rules, wall, partition);
    };
  }

  /** How far a partition has been read. */
  private static final class Partition {
    private long newest = Long.MIN_VALUE;
    private long arrivedAt;

    void heard(long timestamp, long now) {
      newest = Math.max(newest, timestamp);
      arrivedAt = now;
    }
  }

  /**
   * Moves with each event, not now and then, so that a replay decides what the last one did. Which
   * partitions there are is known from their first event only.
   */
  private static final class Events<T> implements WatermarkGenerator<T> {
    private final long lateness;
    private final long maxHold;
    private final WallClock wall;
    private final PartitionOf<T> partitionOf;
    private final long openedAt;
    private final Map<Integer, Partition> partitions = new HashMap<>();
    private long told = Long.MIN_VALUE;

    Events(ClockRules rules, WallClock wall, PartitionOf<T> partitionOf) {
      lateness = rules.lateness().toMillis();
      maxHold = rules.maxHold().toMillis();
      this.wall = wall;
      this.partitionOf = partitionOf;
      openedAt = wall.millis();
    }

    @Override
    public void onEvent(T record, long timestamp, WatermarkOutput output) {
      long now = wall.millis();
      partitions
          .computeIfAbsent(partitionOf.applyAsInt(record), any -> new Partition())
          .heard(timestamp, now);
      tell(now, output);
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      long now = wall.millis();
      if (!partitions.isEmpty()) {
        tell(now, output);
      } else if (now - openedAt >= maxHold) {
        // One of a topic in which there is nothing must not hold the others for ever.
        output.markIdle();
      }
    }

    /** A partition that has nothing more does not hold the others for ever either. */
    private void tell(long now, WatermarkOutput output) {
      long newest = Long.MIN_VALUE;
      long behind = Long.MAX_VALUE;
      for (Partition partition : partitions.values()) {
        newest = Math.max(newest, partition.newest);
        if (now - partition.arrivedAt < maxHold) {
          behind = Math.min(behind, partition.newest);
        }
      }
      long time = Math.min(newest, behind);
      if (time > told) {
        told = time;
        output.emitWatermark(new Watermark(time - lateness - 1));
      }
    }
  }

  private static final class Live<T> implements WatermarkGenerator<T> {
    private final long lateness;
    private final long idleAfter;
    private final long maxHold;
    private final WallClock wall;
    private final PartitionOf<T> partitionOf;
    private final long openedAt;
    private final Map<Integer, Partition> partitions = new HashMap<>();
    private long behindSince;

    Live(ClockRules rules, WallClock wall, PartitionOf<T> partitionOf) {
      lateness = rules.lateness().toMillis();
      idleAfter = rules.idleAfter().toMillis();
      maxHold = rules.maxHold().toMillis();
      this.wall = wall;
      this.partitionOf = partitionOf;
      openedAt = wall.millis();
      behindSince = openedAt;
    }

    @Override
    public void onEvent(T record, long timestamp, WatermarkOutput output) {
      partitions
          .computeIfAbsent(partitionOf.applyAsInt(record), any -> new Partition())
          .heard(timestamp, wall.millis());
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      long now = wall.millis();
      if (now - openedAt < idleAfter) {
        return; // what partitions there are is not known yet
      }
      long time = now;
      for (Partition partition : partitions.values()) {
        if (now - partition.arrivedAt < idleAfter) {
          time = Math.min(time, partition.newest);
        }
      }
      if (time >= now - idleAfter) {
        behindSince = now;
      } else if (now - behindSince >= maxHold) {
        time = now;
      }
      output.emitWatermark(new Watermark(time - lateness - 1));
    }
  }
}
