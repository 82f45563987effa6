package dev.millrace.supplydesk;

import dev.millrace.console.InProcess;
import java.util.Collection;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Keeps what comes, in its order. */
final class Collected<T> implements Sink<T> {
  private static final long serialVersionUID = 1L;

  private final InProcess<Collection<T>> kept;

  Collected(InProcess<Collection<T>> kept) {
    this.kept = kept;
  }

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    Collection<T> all = kept.value();
    return new SinkWriter<>() {
      @Override
      public void write(T element, Context unused) {
        all.add(element);
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
