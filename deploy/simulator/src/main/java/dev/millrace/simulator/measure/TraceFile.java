package dev.millrace.simulator.measure;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.millrace.console.ToolException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A CSV file with one line for each decided payment, in the order in which decisions were read:
 * when it was due and when its decision was read, both in milliseconds since 1970. Who reads it
 * while it grows is no more than 100 ms behind, or one decision. At the end come those that were
 * sent and not decided, with nothing in the place of the decision.
 *
 * <p>Decisions alone do not show a payment that waits for its own while others get theirs. So
 * beside the file lies its status, in a file of the same name and {@code .status}: a line that says
 * how many payments were sent and how many of them are undecided at a moment, and when the oldest
 * of these was due. It is replaced as a whole four times a second, and a last time at the end.
 */
public final class TraceFile implements LatencyListener, AutoCloseable {
  private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long STATUS_MILLIS = 250;

  private final Path file;
  private final Path status;
  private final Path nextStatus;
  private final BufferedWriter writer;
  // One wall clock reading: differences between lines are those of the monotonic clock.
  private final long startNanos = System.nanoTime();
  private final long startMillis = Clock.systemUTC().millis();
  private long flushedAt = startNanos;

  /**
   * When they are due, by number, in the order in which they were sent: the oldest is the first.
   */
  private final Map<Long, Long> undecided = new LinkedHashMap<>();

  private long sent;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread statusThread = new Thread(this::writeStatusUntilClosed, "trace-status");
  private volatile ToolException statusFailure;

  /**
   * Creates the files, or empties them.
   *
   * @throws ToolException naming the file if it cannot be written
   */
  public TraceFile(Path file) {
    this.file = file;
    this.status = file.resolveSibling(file.getFileName() + ".status");
    this.nextStatus = file.resolveSibling(file.getFileName() + ".status.next");
    try {
      writer = Files.newBufferedWriter(file);
      writer.write("due_ms,decided_ms\n");
      writeStatus();
    } catch (IOException e) {
      throw failure(e);
    }
    statusThread.setDaemon(true);
    statusThread.start();
  }

  @Override
  public void sending(long number, long dueNanos) {
    if (statusFailure != null) {
      throw statusFailure; // who reads the status would go by an old one
    }
    synchronized (undecided) {
      sent++;
      undecided.put(number, dueNanos);
    }
  }

  @Override
  public void settled(long number) {
    synchronized (undecided) {
      undecided.remove(number);
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

  private void writeStatusUntilClosed() {
    try {
      while (!closing.await(STATUS_MILLIS, TimeUnit.MILLISECONDS)) {
        writeStatus();
      }
    } catch (IOException e) {
      statusFailure = failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeStatus() throws IOException {
    Files.writeString(
        nextStatus, "at_ms,sent,undecided,oldest_due_ms\n" + statusAt(System.nanoTime()) + "\n");
    Files.move(nextStatus, status, ATOMIC_MOVE, REPLACE_EXISTING);
  }

  private String statusAt(long now) {
    synchronized (undecided) {
      String oldest =
          undecided.isEmpty() ? "" : Long.toString(millis(undecided.values().iterator().next()));
      return "%d,%d,%d,%s".formatted(millis(now), sent, undecided.size(), oldest);
    }
  }

  private long millis(long nanos) {
    return startMillis + TimeUnit.NANOSECONDS.toMillis(nanos - startNanos);
  }

  /** To be called when nothing more is told. */
  @Override
  public void close() {
    closing.countDown();
    try {
      statusThread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (writer) {
      for (long dueNanos : left()) {
        writer.write(millis(dueNanos) + ",\n");
      }
      writeStatus();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private List<Long> left() {
    synchronized (undecided) {
      return List.copyOf(undecided.values());
    }
  }

  private ToolException failure(IOException cause) {
    return new ToolException("--trace %s cannot be written: %s".formatted(file, cause), cause);
  }
}
