package dev.millrace.frauddesk;

import static java.util.Objects.requireNonNull;

import dev.millrace.payments.FraudDecision;
import java.io.Serializable;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** The end of a topology in the same process: decisions, and how far it has come. */
final class CollectedDecisions implements AutoCloseable {

  /** What the sink travels to its task without. */
  private static final Map<String, CollectedDecisions> ALL = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();
  private final Consumer<FraudDecision> taker;
  private long watermark = Long.MIN_VALUE;
  private boolean ended;
  private Throwable failure;

  private CollectedDecisions(Consumer<FraudDecision> taker) {
    this.taker = requireNonNull(taker);
  }

  /** Decisions that the sink's one thread hands on. */
  static CollectedDecisions into(Consumer<FraudDecision> taker) {
    CollectedDecisions decisions = new CollectedDecisions(taker);
    ALL.put(decisions.id, decisions);
    return decisions;
  }

  Sink<FraudDecision> sink() {
    return new ById(id);
  }

  /**
   * Waits until all before the watermark has gone through.
   *
   * @throws CompletionException if the job ends before
   */
  synchronized void awaitWatermark(long time) throws InterruptedException {
    while (watermark < time) {
      if (ended) {
        throw new CompletionException("the job ended early", failure);
      }
      wait();
    }
  }

  /**
   * The job has ended.
   *
   * @param cause null if nothing went wrong
   */
  synchronized void end(Throwable cause) {
    ended = true;
    failure = cause;
    notifyAll();
  }

  private synchronized void advance(long time) {
    watermark = time;
    notifyAll();
  }

  @Override
  public void close() {
    ALL.remove(id);
  }

  private record ById(String id) implements Sink<FraudDecision>, Serializable {

    @Override
    public SinkWriter<FraudDecision> createWriter(WriterInitContext context) {
      CollectedDecisions decisions = requireNonNull(ALL.get(id));
      return new SinkWriter<>() {
        @Override
        public void write(FraudDecision decision, Context context) {
          decisions.taker.accept(decision);
        }

        @Override
        public void writeWatermark(Watermark watermark) {
          decisions.advance(watermark.getTimestamp());
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
}
