package dev.millrace.supplydesk;

import dev.millrace.console.InProcess;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * After each replayed element time goes on to just before the next one: whatever is due before an
 * element is done before it comes.
 */
final class TimeAhead<T> implements WatermarkGenerator<T> {
  private final InProcess<long[]> times;
  private int seen;

  TimeAhead(InProcess<long[]> times) {
    this.times = times;
  }

  @Override
  public void onEvent(T element, long time, WatermarkOutput output) {
    seen++;
    if (seen < times.value().length) {
      output.emitWatermark(new Watermark(times.value()[seen] - 1));
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    // With each element.
  }

  /** The times of replayed elements, in their order. */
  static final class Times<T> implements TimestampAssigner<T> {
    private final InProcess<long[]> times;
    private int seen;

    Times(InProcess<long[]> times) {
      this.times = times;
    }

    @Override
    public long extractTimestamp(T element, long unused) {
      return times.value()[seen++];
    }
  }
}
