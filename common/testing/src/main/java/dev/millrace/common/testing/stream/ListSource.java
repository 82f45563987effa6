package dev.millrace.common.testing.stream;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.RawRecord;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A stream that is a list. It keeps no state, so that a job that is restored gets what its new list
 * holds and nothing of the old one.
 *
 * @param <T> type of the records
 */
public final class ListSource<T> implements Source<T, ListSource.Nothing, ListSource.Nothing> {
  private static final long serialVersionUID = 1L;

  /** What comes after the last record. */
  public enum End {
    /** No further record, but there might be one. */
    SILENCE,
    /** The end of the stream. */
    END
  }

  private final SameJvm<Left<T>> left;
  private final Timestamps<T> timestamps;
  private final End end;

  private ListSource(List<T> records, Timestamps<T> timestamps, End end) {
    this.left = SameJvm.of(new Left<>(records));
    this.timestamps = requireNonNull(timestamps);
    this.end = requireNonNull(end);
  }

  /** A stream of records without a time. */
  public static <T> ListSource<T> of(List<T> records, End end) {
    return new ListSource<>(records, record -> TimestampAssigner.NO_TIMESTAMP, end);
  }

  /** A stream of records as a topic holds them, with the time of each. */
  public static ListSource<RawRecord> topic(List<RawRecord> records, End end) {
    return new ListSource<>(records, RawRecord::timestamp, end);
  }

  /** One more record, while there is silence. */
  public void add(T record) {
    left.value().add(record);
  }

  /** Whether the job took every record. */
  public boolean isTaken() {
    return left.value().isEmpty();
  }

  @Override
  public Boundedness getBoundedness() {
    return end == End.END ? Boundedness.BOUNDED : Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<T, Nothing> createReader(SourceReaderContext context) {
    // One task reads all, so that records keep their order.
    return new Reader<>(
        context.getIndexOfSubtask() == 0 ? left.value() : new Left<>(List.of()), timestamps, end);
  }

  @Override
  public SplitEnumerator<Nothing, Nothing> createEnumerator(
      SplitEnumeratorContext<Nothing> context) {
    return new NothingToAssign();
  }

  @Override
  public SplitEnumerator<Nothing, Nothing> restoreEnumerator(
      SplitEnumeratorContext<Nothing> context, Nothing checkpoint) {
    return new NothingToAssign();
  }

  @Override
  public SimpleVersionedSerializer<Nothing> getSplitSerializer() {
    return new NothingSerializer();
  }

  @Override
  public SimpleVersionedSerializer<Nothing> getEnumeratorCheckpointSerializer() {
    return new NothingSerializer();
  }

  /** The records that the job has not taken, and who waits for the next. */
  private static final class Left<T> {
    private final Deque<T> records;
    private CompletableFuture<Void> more = new CompletableFuture<>();

    Left(List<T> records) {
      this.records = new ArrayDeque<>(records);
    }

    synchronized void add(T record) {
      records.add(record);
      more.complete(null);
      more = new CompletableFuture<>();
    }

    synchronized boolean isEmpty() {
      return records.isEmpty();
    }

    synchronized T first() {
      return records.peek();
    }

    synchronized void removeFirst() {
      records.remove();
    }

    synchronized CompletableFuture<Void> next() {
      return records.isEmpty() ? more : CompletableFuture.completedFuture(null);
    }
  }

  private static final class Reader<T> implements SourceReader<T, Nothing> {
    private final Left<T> left;
    private final Timestamps<T> timestamps;
    private final End end;

    Reader(Left<T> left, Timestamps<T> timestamps, End end) {
      this.left = left;
      this.timestamps = timestamps;
      this.end = end;
    }

    @Override
    public InputStatus pollNext(ReaderOutput<T> output) {
      T next = left.first();
      if (next == null) {
        return end == End.END ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
      }
      output.collect(next, timestamps.of(next));
      // Only now: who sees an empty queue may rely on the job having its last record.
      left.removeFirst();
      return InputStatus.MORE_AVAILABLE;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return end == End.SILENCE ? left.next() : CompletableFuture.completedFuture(null);
    }

    @Override
    public List<Nothing> snapshotState(long checkpointId) {
      return List.of();
    }

    @Override
    public void start() {}

    @Override
    public void addSplits(List<Nothing> splits) {}

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {}
  }

  /** The time of a record, in milliseconds since 1970. */
  private interface Timestamps<T> extends Serializable {
    long of(T record);
  }

  private static final class NothingToAssign implements SplitEnumerator<Nothing, Nothing> {
    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, String host) {}

    @Override
    public void addSplitsBack(List<Nothing> splits, int subtask) {}

    @Override
    public void addReader(int subtask) {}

    @Override
    public Nothing snapshotState(long checkpointId) {
      return Nothing.NOTHING;
    }

    @Override
    public void close() {}
  }

  /** The split, and the state, of a source that has neither. */
  public enum Nothing implements SourceSplit {
    NOTHING;

    @Override
    public String splitId() {
      return name();
    }
  }

  private static final class NothingSerializer implements SimpleVersionedSerializer<Nothing> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(Nothing nothing) {
      return new byte[0];
    }

    @Override
    public Nothing deserialize(int version, byte[] bytes) {
      return Nothing.NOTHING;
    }
  }
}
