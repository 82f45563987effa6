package dev.millrace.supplychain.operator;

import dev.millrace.supplychain.domain.Finding;
import org.apache.flink.streaming.api.TimerService;

/** The present, as deadlines know it. */
final class Present {

  private Present() {}

  /** The newer of an event's time and that of the deadlines, milliseconds since 1970. */
  static long at(long eventTime, TimerService timers) {
    long watermark = timers.currentWatermark();
    // The end of all records is no time to look ahead from.
    return watermark == Long.MAX_VALUE ? eventTime : Math.max(eventTime, watermark);
  }

  /** What is found late, of a record that came late, is news from now on: nobody waited before. */
  static Finding asOf(Finding finding, TimerService timers) {
    long present = at(finding.time(), timers);
    return present == finding.time() ? finding : finding.at(finding.since(), present);
  }
}
