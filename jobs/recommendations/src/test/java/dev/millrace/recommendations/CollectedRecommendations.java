package dev.millrace.recommendations;

import dev.millrace.shop.Recommendation;
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
final class CollectedRecommendations implements Sink<Recommendation> {
  private static final long serialVersionUID = 1L;

  /** What the sink travels to its tasks without. */
  private static final Map<String, Queue<Recommendation>> ALL = new ConcurrentHashMap<>();

  private final String name = UUID.randomUUID().toString();

  /** What came so far. */
  List<Recommendation> list() {
    return List.copyOf(queue());
  }

  @Override
  public SinkWriter<Recommendation> createWriter(WriterInitContext context) {
    Queue<Recommendation> queue = queue();
    return new SinkWriter<>() {
      @Override
      public void write(Recommendation recommendation, Context context) {
        queue.add(recommendation);
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

  private Queue<Recommendation> queue() {
    return ALL.computeIfAbsent(name, any -> new ConcurrentLinkedQueue<>());
  }
}
