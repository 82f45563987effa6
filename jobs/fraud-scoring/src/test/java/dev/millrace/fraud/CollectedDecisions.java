package dev.millrace.fraud;

import dev.millrace.payments.FraudDecision;
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
final class CollectedDecisions implements Sink<FraudDecision> {
  private static final long serialVersionUID = 1L;

  /** What the sink travels to its tasks without. */
  private static final Map<String, Queue<FraudDecision>> ALL = new ConcurrentHashMap<>();

  private final String name = UUID.randomUUID().toString();

  /** What came so far. */
  List<FraudDecision> list() {
    return List.copyOf(queue());
  }

  @Override
  public SinkWriter<FraudDecision> createWriter(WriterInitContext context) {
    Queue<FraudDecision> queue = queue();
    return new SinkWriter<>() {
      @Override
      public void write(FraudDecision decision, Context context) {
        queue.add(decision);
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

  private Queue<FraudDecision> queue() {
    return ALL.computeIfAbsent(name, any -> new ConcurrentLinkedQueue<>());
  }
}
