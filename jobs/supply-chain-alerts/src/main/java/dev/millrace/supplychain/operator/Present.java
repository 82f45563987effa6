package dev.millrace.supplychain.operator;

import dev.millrace.supplychain.domain.Finding;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;

/**
 * The present, as deadlines know it. Watermarks come only a while after a start, when the clocks
 * know what partitions there are, and what came after the checkpoint is read again before that:
 * until then the present is what it was for the last record before the checkpoint.
 *
 * <p>State: one time in each subtask.
 */
final class Present {
  private final ListState<Long> kept;
  private long newest = Long.MIN_VALUE;

  /** Goes on from a checkpoint, if there is one; for {@code initializeState} of a function. */
  Present(OperatorStateStore states) throws Exception {
    // A union: subtasks hear of the same watermarks, but not all of them have had a record.
    kept = states.getUnionListState(new ListStateDescriptor<>("present", Types.LONG));
    for (long time : kept.get()) {
      newest = Math.max(newest, time);
    }
  }

  /** Keeps it; for {@code snapshotState} of a function. */
  void keep() throws Exception {
    kept.update(newest == Long.MIN_VALUE ? List.of() : List.of(newest));
  }

  /** The newer of an event's time and that of the deadlines, milliseconds since 1970. */
  long at(long eventTime, TimerService timers) {
    long watermark = timers.currentWatermark();
    if (watermark == Long.MAX_VALUE) {
      return eventTime; // the end of all records is no time to look ahead from
    }
    if (watermark != Long.MIN_VALUE) {
      newest = watermark;
    }
    return Math.max(eventTime, newest);
  }

  /** What is found late, of a record that came late, is news from now on: nobody waited before. */
  Finding asOf(Finding finding, TimerService timers) {
    long present = at(finding.time(), timers);
    return present == finding.time() ? finding : finding.at(finding.since(), present);
  }
}
