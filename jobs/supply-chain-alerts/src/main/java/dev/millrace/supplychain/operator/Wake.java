package dev.millrace.supplychain.operator;

import java.io.IOException;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.streaming.api.TimerService;

/** The one timer of a key: setting it anew takes the earlier one back. */
final class Wake {

  private Wake() {}

  /**
   * Wakes the key at a time of events, and not at the time before; Long.MAX_VALUE for never.
   *
   * @param registered the key's timer, null if it has none
   */
  static void at(long time, ValueState<Long> registered, TimerService timers) throws IOException {
    Long before = registered.value();
    if (before != null && before == time) {
      return;
    }
    if (before != null) {
      timers.deleteEventTimeTimer(before);
    }
    if (time == Long.MAX_VALUE) {
      registered.clear();
    } else {
      timers.registerEventTimeTimer(time);
      registered.update(time);
    }
  }
}
