package dev.millrace.common.testing.stream;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * A sink that a test in the same JVM can look into.
 *
 * @param <T> type of the records
 */
public final class CollectingSink<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private final SameJvm<Queue<T>> records = SameJvm.of(new ConcurrentLinkedQueue<>());

  /** What came so far. */
  public List<T> list() {
    return List.copyOf(records.value());
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    Queue<T> queue = records.value();
    return new SinkWriter<>() {
      @Override
      public void write(T record, Context unused) {
        queue.add(record);
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
