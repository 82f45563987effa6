package dev.millrace.supplychain;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
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

/** A stream of some records, which then ends, or stays open though nothing more comes. */
final class ListStream<T> implements Source<T, ListStream.Nothing, ListStream.Nothing> {
  private static final long serialVersionUID = 1L;

  /** What the source travels to its tasks without. */
  private static final Map<String, Queue<Object>> ALL = new ConcurrentHashMap<>();

  private final String name = UUID.randomUUID().toString();

  private final Boundedness boundedness;

  ListStream(List<T> records, Boundedness boundedness) {
    this.boundedness = boundedness;
    ALL.put(name, new ConcurrentLinkedQueue<>(records));
  }

  @Override
  public Boundedness getBoundedness() {
    return boundedness;
  }

  @Override
  public SourceReader<T, Nothing> createReader(SourceReaderContext context) {
    return new Reader<>(ALL.get(name), boundedness == Boundedness.BOUNDED);
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

  private static final class Reader<T> implements SourceReader<T, Nothing> {
    private final Queue<Object> left;
    private final boolean ends;
    private final CompletableFuture<Void> more = new CompletableFuture<>();

    Reader(Queue<Object> left, boolean ends) {
      this.left = left;
      this.ends = ends;
    }

    @Override
    @SuppressWarnings("unchecked") // the queue was filled with it
    public InputStatus pollNext(ReaderOutput<T> output) {
      Object next = left.poll();
      if (next == null) {
        return ends ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
      }
      output.collect((T) next);
      return InputStatus.MORE_AVAILABLE;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return left.isEmpty() && !ends ? more : CompletableFuture.completedFuture(null);
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
  enum Nothing implements SourceSplit {
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
