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
      case EVENTS -> new Events<>(rules, wall);
    };
  }

  /** Moves with each event, not now and then, so that a replay decides what the last one did. */
  private static final class Events<T> implements WatermarkGenerator<T> {
    private final long lateness;
    private final long maxHold;
    private final WallClock wall;
    private final long openedAt;
    private long newest = Long.MIN_VALUE;

    Events(ClockRules rules, WallClock wall) {
      lateness = rules.lateness().toMillis();
      maxHold = rules.maxHold().toMillis();
      this.wall = wall;
      openedAt = wall.millis();
    }

    @Override
    public void onEvent(T record, long timestamp, WatermarkOutput output) {
      if (timestamp > newest) {
        newest = timestamp;
        output.emitWatermark(new Watermark(newest - lateness - 1));
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      // Every event has moved it. One without any, of a topic in which there is nothing, must not
      // hold the others for ever.
      if (newest == Long.MIN_VALUE && wall.millis() - openedAt >= maxHold) {
        output.markIdle();
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

    /** How far a partition has been read. */
    private static final class Partition {
      private long newest = Long.MIN_VALUE;
      private long arrivedAt;
    }

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
      Partition partition =
          partitions.computeIfAbsent(partitionOf.applyAsInt(record), any -> new Partition());
      partition.newest = Math.max(partition.newest, timestamp);
      partition.arrivedAt = wall.millis();
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
