package dev.millrace.common.testing.savepoint;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.testing.stream.SameJvm;
import java.util.Queue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** A topic that takes what a job writes, before it becomes bytes. */
final class OutputsInMemory<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private final String topic;
  private final SameJvm<Queue<Output>> outputs;

  OutputsInMemory(String topic, SameJvm<Queue<Output>> outputs) {
    this.topic = requireNonNull(topic);
    this.outputs = requireNonNull(outputs);
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    return new SinkWriter<>() {
      @Override
      public void write(T record, Context context) {
        outputs.value().add(Output.record(topic, record));
      }

      @Override
      public void flush(boolean endOfInput) {
        // Nothing is held back.
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }
}
