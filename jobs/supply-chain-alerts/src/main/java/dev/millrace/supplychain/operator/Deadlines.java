package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.streaming.api.TimerService;

/** Many deadlines under one key: a timer for each moment, and whose it is. */
final class Deadlines {

  /** No deadline. */
  static final long NONE = Long.MAX_VALUE;

  private final MapState<Long, List<String>> ids;

  Deadlines(MapState<Long, List<String>> ids) {
    this.ids = requireNonNull(ids);
  }

  /** Moves a deadline; a timer that nobody needs any more is taken back. */
  void move(String id, long before, long after, TimerService timers) throws Exception {
    if (before == after) {
      return;
    }
    if (before != NONE) {
      List<String> others = new ArrayList<>(at(before));
      if (others.remove(id)) {
        if (others.isEmpty()) {
          ids.remove(before);
          timers.deleteEventTimeTimer(before);
        } else {
          ids.put(before, others);
        }
      }
    }
    if (after != NONE) {
      List<String> all = new ArrayList<>(at(after));
      all.add(id);
      ids.put(after, all);
      timers.registerEventTimeTimer(after);
    }
  }

  /** Whether a time is a deadline of an id. */
  boolean has(String id, long time) throws Exception {
    return at(time).contains(id);
  }

  /** Those whose time has come; they are forgotten. */
  List<String> due(long time) throws Exception {
    List<String> due = at(time);
    ids.remove(time);
    return due;
  }

  private List<String> at(long time) throws Exception {
    return requireNonNullElse(ids.get(time), List.of());
  }
}
