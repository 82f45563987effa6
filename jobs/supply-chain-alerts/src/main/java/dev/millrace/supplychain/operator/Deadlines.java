package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNullElse;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;

/**
 * Many deadlines under one key, one for each id: a timer for each moment, and whose it is, in the
 * order in which they were set. What is due is mostly due at midnight: to set a deadline costs the
 * same, however many others share its moment.
 *
 * <p>State: two entries for each id and one for each moment, until then. Where they have a time to
 * live each goes by itself, and an id may be due that has another deadline by then: whoever asks
 * holds it against what else is known of it.
 */
final class Deadlines {

  /** No deadline. */
  static final long NONE = Long.MAX_VALUE;

  static final TypeInformation<Moment> MOMENT =
      Types.POJO(Moment.class, Map.of("next", Types.INT, "taken", Types.INT));

  static final TypeInformation<Slot> SLOT =
      Types.POJO(Slot.class, Map.of("time", Types.LONG, "number", Types.INT));

  /**
   * A moment at which something is due.
   *
   * @param next number of the slot that is taken next
   * @param taken how many slots are taken
   */
  public record Moment(int next, int taken) {
    static final Moment NEW = new Moment(0, 0);
  }

  /**
   * Where an id stands.
   *
   * @param time when it is due, milliseconds since 1970
   * @param number of the slot at that moment, from 0
   */
  public record Slot(long time, int number) {
    String key() {
      return time + "/" + number;
    }
  }

  /** Deadlines as savepoints of earlier builds have them; they go as their moments come. */
  interface Earlier {

    /** Whether any is at a moment. */
    boolean isAnyAt(long time) throws Exception;

    /** Whose are at a moment; they are forgotten, or set as they are set now. */
    Collection<String> take(long time) throws Exception;
  }

  /** A list of ids for each moment. */
  record Lists(MapState<Long, List<String>> ids) implements Earlier {
    @Override
    public boolean isAnyAt(long time) throws Exception {
      return ids.contains(time);
    }

    @Override
    public Collection<String> take(long time) throws Exception {
      List<String> taken = ids.get(time);
      ids.remove(time);
      return requireNonNullElse(taken, List.of());
    }
  }

  private final MapState<Long, Moment> moments;
  private final MapState<String, String> ids;
  private final MapState<String, Slot> slots;
  private final Earlier earlier;

  /**
   * The deadlines of an operator.
   *
   * @param timeToLive of each of them, beside its moment
   */
  Deadlines(RuntimeContext context, StateTtlConfig timeToLive, Earlier earlier) {
    MapStateDescriptor<Long, Moment> moment =
        new MapStateDescriptor<>("deadline-moments", Types.LONG, MOMENT);
    MapStateDescriptor<String, String> id =
        new MapStateDescriptor<>("deadline-ids", Types.STRING, Types.STRING);
    MapStateDescriptor<String, Slot> slot =
        new MapStateDescriptor<>("deadline-slots", Types.STRING, SLOT);
    moment.enableTimeToLive(timeToLive);
    id.enableTimeToLive(timeToLive);
    slot.enableTimeToLive(timeToLive);
    moments = context.getMapState(moment);
    ids = context.getMapState(id);
    slots = context.getMapState(slot);
    this.earlier = earlier;
  }

  /** Its maps and others of the same key, all of which are to be swept. */
  MapState<?, ?>[] and(MapState<?, ?>... others) {
    return Stream.<MapState<?, ?>>concat(Stream.of(moments, ids, slots), Arrays.stream(others))
        .toArray(MapState<?, ?>[]::new);
  }

  /** Moves a deadline, if it does: one that stays costs nothing. */
  void move(String id, long before, long after, TimerService timers) throws Exception {
    if (before != after) {
      set(id, after, timers);
    }
  }

  /** Sets the deadline of an id; a timer that nobody needs any more is taken back. */
  void set(String id, long time, TimerService timers) throws Exception {
    Slot before = slots.get(id);
    if (before != null) {
      if (before.time() == time) {
        return;
      }
      slots.remove(id);
      leave(before, timers);
    }
    if (time != NONE) {
      Moment moment = requireNonNullElse(moments.get(time), Moment.NEW);
      Slot slot = new Slot(time, moment.next());
      moments.put(time, new Moment(moment.next() + 1, moment.taken() + 1));
      ids.put(slot.key(), id);
      slots.put(id, slot);
      timers.registerEventTimeTimer(time);
    }
  }

  private void leave(Slot slot, TimerService timers) throws Exception {
    ids.remove(slot.key());
    Moment moment = moments.get(slot.time());
    if (moment != null && moment.taken() > 1) {
      moments.put(slot.time(), new Moment(moment.next(), moment.taken() - 1));
    } else {
      moments.remove(slot.time());
      if (!earlier.isAnyAt(slot.time())) {
        timers.deleteEventTimeTimer(slot.time());
      }
    }
  }

  /** Those whose time has come, each once; they have no deadline any more. */
  Set<String> due(long time) throws Exception {
    Set<String> due = new LinkedHashSet<>(earlier.take(time));
    Moment moment = requireNonNullElse(moments.get(time), Moment.NEW);
    for (int number = 0; number < moment.next(); number++) {
      String slot = new Slot(time, number).key();
      String id = ids.get(slot);
      if (id != null) {
        ids.remove(slot);
        slots.remove(id);
        due.add(id);
      }
    }
    moments.remove(time);
    return due;
  }
}
