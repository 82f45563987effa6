package dev.millrace.supplydesk;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.InProcess;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Passes records on and tells how far they have come. */
final class TellProgress<T> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T> {
  private static final long serialVersionUID = 1L;

  private final InProcess<Progress> progress;

  TellProgress(InProcess<Progress> progress) {
    this.progress = requireNonNull(progress);
  }

  @Override
  public void processElement(StreamRecord<T> record) {
    output.collect(record);
  }

  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    super.processWatermark(watermark);
    progress.value().reached(watermark.getTimestamp());
  }
}
