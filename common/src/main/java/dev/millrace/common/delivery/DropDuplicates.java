package dev.millrace.common.delivery;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.observe.Metrics;
import dev.millrace.common.state.Retention;
import java.io.Serializable;
import java.time.Duration;
import java.util.function.Function;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Lets the first event of each id through and drops the others.
 *
 * <p>Guarantee: of events with one id and one key, exactly one goes on, as long as they come within
 * {@code remembered} of processing time; a later one goes on again and is left to the idempotent
 * sink. State: one entry for each id, removed after {@code remembered}.
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
  private transient MapState<String, Boolean> seen;
  private transient Counter dropped;

  /**
   * Drops events whose id was seen.
   *
   * @param id the id of an event
   * @param remembered how long an id is kept, in processing time
   */
  public DropDuplicates(IdOf<T> id, Duration remembered) {
    this.id = requireNonNull(id);
    this.remembered = requireNonNull(remembered);
  }

  /** The ids that are remembered of a key. */
  public static MapStateDescriptor<String, Boolean> state(Duration remembered) {
    MapStateDescriptor<String, Boolean> descriptor =
        new MapStateDescriptor<>("seen-ids", Types.STRING, Types.BOOLEAN);
    descriptor.enableTimeToLive(Retention.of(remembered));
    return descriptor;
  }

  @Override
  public void open(OpenContext context) {
    seen = getRuntimeContext().getMapState(state(remembered));
    dropped = getRuntimeContext().getMetricGroup().counter(Metrics.DUPLICATES_DROPPED);
  }

  @Override
  public void processElement(T event, Context context, Collector<T> out) throws Exception {
    String eventId = id.apply(event);
    if (seen.contains(eventId)) {
      dropped.inc();
      return;
    }
    seen.put(eventId, true);
    out.collect(event);
  }
}
