package dev.millrace.common.delivery;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.observe.Metrics;
import dev.millrace.common.state.Retention;
import dev.millrace.common.state.Sweep;
import java.io.Serializable;
import java.time.Duration;
import java.util.function.Function;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Lets the first event of each id through and drops the others.
 *
 * <p>Guarantee: of events with one id and one key, exactly one goes on, as long as they come within
 * {@code remembered} of processing time; a later one goes on again and is left to the idempotent
 * sink. State: one entry for each id, removed after {@code remembered}; where keys have many ids,
 * at most an eighth of that later, by one processing-time timer for each key.
 *
 * @param <K> the key; all events of one id must have the same
 * @param <T> the event
 */
public final class DropDuplicates<K, T> extends KeyedProcessFunction<K, T, T> {
  private static final long serialVersionUID = 1L;

  /** The id of an event. */
  @FunctionalInterface
  public interface IdOf<T> extends Function<T, String>, Serializable {}

  private final IdOf<T> id;
  private final Duration remembered;
  private final boolean manyIdsOfAKey;
  private transient MapState<String, Boolean> seen;
  private transient Sweep sweep;
  private transient Counter dropped;

  /**
   * Drops events whose id was seen, of many keys with few ids each.
   *
   * @param id the id of an event
   * @param remembered how long an id is kept, in processing time
   */
  public DropDuplicates(IdOf<T> id, Duration remembered) {
    this(id, remembered, false);
  }

  private DropDuplicates(IdOf<T> id, Duration remembered, boolean manyIdsOfAKey) {
    this.id = requireNonNull(id);
    this.remembered = requireNonNull(remembered);
    this.manyIdsOfAKey = manyIdsOfAKey;
  }

  /**
   * Drops events whose id was seen, of keys that may have many ids. State of one that is for keys
   * with few ids can be gone on with, and the other way round.
   *
   * @param id the id of an event
   * @param remembered how long an id is kept, in processing time
   */
  public static <K, T> DropDuplicates<K, T> ofManyIdsOfAKey(IdOf<T> id, Duration remembered) {
    return new DropDuplicates<>(id, remembered, true);
  }

  /** The ids that are remembered of a key. */
  public static MapStateDescriptor<String, Boolean> state(Duration remembered) {
    return state(Retention.of(remembered));
  }

  private static MapStateDescriptor<String, Boolean> state(StateTtlConfig retention) {
    MapStateDescriptor<String, Boolean> descriptor =
        new MapStateDescriptor<>("seen-ids", Types.STRING, Types.BOOLEAN);
    descriptor.enableTimeToLive(retention);
    return descriptor;
  }

  @Override
  public void open(OpenContext context) {
    seen =
        getRuntimeContext()
            .getMapState(
                state(
                    manyIdsOfAKey ? Retention.ofLargeMaps(remembered) : Retention.of(remembered)));
    sweep = new Sweep(remembered, seen);
    dropped = getRuntimeContext().getMetricGroup().counter(Metrics.DUPLICATES_DROPPED);
  }

  @Override
  public void processElement(T event, Context context, Collector<T> out) throws Exception {
    if (manyIdsOfAKey) {
      sweep.await(context.getCurrentKey(), context.timerService());
    }
    String eventId = id.apply(event);
    if (seen.contains(eventId)) {
      dropped.inc();
      return;
    }
    seen.put(eventId, true);
    out.collect(event);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<T> out) throws Exception {
    sweep.sweep(context.getCurrentKey(), context.timerService());
  }
}
