package dev.millrace.supplychain;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** A sink that a test in the same JVM can look into. */
final class Collected<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  /** What the sink travels to its tasks without. */
  private static final Map<String, Queue<Object>> ALL = new ConcurrentHashMap<>();

  private final String name = UUID.randomUUID().toString();

  /** What came so far. */
  @SuppressWarnings("unchecked") // the queue was filled by this sink
  List<T> list() {
    return (List<T>) List.copyOf(queue());
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    Queue<Object> queue = queue();
    return new SinkWriter<>() {
      @Override
      public void write(T value, Context context) {
        queue.add(value);
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

  private Queue<Object> queue() {
    return ALL.computeIfAbsent(name, any -> new ConcurrentLinkedQueue<>());
  }
}
