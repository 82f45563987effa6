package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;

import dev.millrace.supplychain.operator.ClockRules.Mode;
import dev.millrace.supplychain.operator.ClockRules.WallClock;
import java.io.Serializable;
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
 * which until then raises no false alarm. An event time ahead of the wall clock moves nothing.
 *
 * @param <T> the record
 */
public final class DeadlineClock<T> implements WatermarkStrategy<T> {
  private static final long serialVersionUID = 1L;

  /** The time of an event, milliseconds since 1970. */
  @FunctionalInterface
  public interface EventTime<T> extends ToLongFunction<T>, Serializable {}

  private final ClockRules rules;
  private final WallClock wall;
  private final EventTime<T> eventTime;

  /**
   * A clock for one input.
   *
   * @param eventTime when a record's event happened
   */
  public DeadlineClock(ClockRules rules, WallClock wall, EventTime<T> eventTime) {
    this.rules = requireNonNull(rules);
    this.wall = requireNonNull(wall);
    this.eventTime = requireNonNull(eventTime);
  }

  @Override
  public TimestampAssigner<T> createTimestampAssigner(TimestampAssignerSupplier.Context context) {
    return (record, kafkaTime) -> eventTime.applyAsLong(record);
  }

  @Override
  public WatermarkGenerator<T> createWatermarkGenerator(WatermarkGeneratorSupplier.Context any) {
    return switch (rules.mode()) {
      case LIVE -> new Live<>(rules, wall);
      case EVENTS -> new Events<>(rules.lateness().toMillis());
    };
  }

  /** Moves with each event, not now and then, so that a replay decides what the last one did. */
  private static final class Events<T> implements WatermarkGenerator<T> {
    private final long lateness;
    private long newest = Long.MIN_VALUE;

    Events(long lateness) {
      this.lateness = lateness;
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
      // Every event has moved it.
    }
  }

  private static final class Live<T> implements WatermarkGenerator<T> {
    private final long lateness;
    private final long idleAfter;
    private final long maxHold;
    private final WallClock wall;
    private long newest = Long.MIN_VALUE;
    private long arrivedAt;
    private long behindSince;

    Live(ClockRules rules, WallClock wall) {
      lateness = rules.lateness().toMillis();
      idleAfter = rules.idleAfter().toMillis();
      maxHold = rules.maxHold().toMillis();
      this.wall = wall;
      arrivedAt = wall.millis();
      behindSince = arrivedAt;
    }

    @Override
    public void onEvent(T record, long timestamp, WatermarkOutput output) {
      newest = Math.max(newest, timestamp);
      arrivedAt = wall.millis();
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      long now = wall.millis();
      boolean idle = now - arrivedAt >= idleAfter;
      if (idle || newest >= now - idleAfter) {
        behindSince = now;
      }
      if (idle || now - behindSince >= maxHold) {
        output.emitWatermark(new Watermark(now - lateness - 1));
      } else if (newest != Long.MIN_VALUE) {
        output.emitWatermark(new Watermark(Math.min(newest, now) - lateness - 1));
      }
    }
  }
}
