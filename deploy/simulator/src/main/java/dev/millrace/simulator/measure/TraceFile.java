package dev.millrace.simulator.measure;

import dev.millrace.console.ToolException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/**
 * A CSV file with one line for each decided payment, in the order in which decisions were read:
 * when it was due and when its decision was read, both in milliseconds since 1970. Who reads it
 * while it grows is no more than 100 ms behind, or one decision.
 */
public final class TraceFile implements LatencyListener, AutoCloseable {
  private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Path file;
  private final BufferedWriter writer;
  // One wall clock reading: differences between lines are those of the monotonic clock.
  private final long startNanos = System.nanoTime();
  private final long startMillis = Clock.systemUTC().millis();
  private long flushedAt = startNanos;

  /**
   * Creates the file, or empties it.
   *
   * @throws ToolException naming the file if it cannot be written
   */
  public TraceFile(Path file) {
    this.file = file;
    try {
      writer = Files.newBufferedWriter(file);
      writer.write("due_ms,decided_ms\n");
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void decided(long dueNanos, long receivedNanos) {
    try {
      writer.write(millis(dueNanos) + "," + millis(receivedNanos) + "\n");
      if (receivedNanos - flushedAt >= FLUSH_NANOS) {
        writer.flush();
        flushedAt = receivedNanos;
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private long millis(long nanos) {
    return startMillis + TimeUnit.NANOSECONDS.toMillis(nanos - startNanos);
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private ToolException failure(IOException cause) {
    return new ToolException("--trace %s cannot be written: %s".formatted(file, cause), cause);
  }
}
