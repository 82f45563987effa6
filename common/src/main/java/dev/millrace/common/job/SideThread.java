package dev.millrace.common.job;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.util.concurrent.ExecutorThreadFactory;
import org.apache.flink.util.function.ThrowingRunnable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread beside an operator, for work that blocks; what follows from the work runs on the
 * operator's own thread, so that the operator needs no locks.
 */
public final class SideThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SideThread.class);

  private final String name;
  private final MailboxExecutor mailbox;
  private final ExecutorService executor;
  private volatile boolean closed;

  public SideThread(String name, MailboxExecutor mailbox) {
    this.name = requireNonNull(name);
    this.mailbox = requireNonNull(mailbox);
    this.executor =
        Executors.newSingleThreadExecutor(
            new ExecutorThreadFactory(
                name, (thread, error) -> LOG.warn("{} ended unexpectedly", thread, error)));
  }

  /**
   * Runs work on the thread, then what it answered on the operator's thread. An exception out of
   * the work fails the operator.
   */
  public void run(Supplier<ThrowingRunnable<Exception>> work) {
    executor.execute(() -> deliver(result(work)));
  }

  private ThrowingRunnable<Exception> result(Supplier<ThrowingRunnable<Exception>> work) {
    try {
      return work.get();
    } catch (RuntimeException | Error e) {
      return () -> {
        throw new IllegalStateException(name + " failed", e);
      };
    }
  }

  private void deliver(ThrowingRunnable<Exception> result) {
    if (closed) {
      return; // interrupted work fails, and that must not look like a failure of the operator
    }
    try {
      mailbox.execute(result, name);
    } catch (RejectedExecutionException e) {
      LOG.debug("{}: the operator has ended, nobody waits for this result", name);
    }
  }

  /** Interrupts the work; its result is dropped. */
  @Override
  public void close() {
    closed = true;
    executor.shutdownNow();
  }
}
