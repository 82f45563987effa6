package dev.millrace.audit;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.ToolException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Reads tables again while a row is on its way to them, and not for ever: it may be lost. Rows are
 * on their way although table-writer has read everything: it holds those that a database which was
 * away has not taken yet.
 */
final class Following {
  // Longer than table-writer waits for a statement on a connection that hangs, 35 s, and then for
  // its next attempt.
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(45);
  private static final Duration LOOK = Duration.ofSeconds(3);

  private final LongSupplier nanos;
  private final Runnable pause;

  /** Reads what is in the tables. */
  interface Reading<T> {
    T read() throws SQLException;
  }

  /** By the clock of this machine. */
  Following() {
    this(System::nanoTime, Following::pause);
  }

  /**
   * By another clock.
   *
   * @param nanos tells the time
   * @param pause between two looks
   */
  Following(LongSupplier nanos, Runnable pause) {
    this.nanos = requireNonNull(nanos);
    this.pause = requireNonNull(pause);
  }

  /**
   * What is in the tables.
   *
   * @param isThere whether no row is missing
   */
  <T> T read(Reading<T> tables, Predicate<T> isThere) throws SQLException {
    T rows = tables.read();
    // From the first reading on, which takes its time where tables are large.
    long begun = nanos.getAsLong();
    while (!isThere.test(rows) && nanos.getAsLong() - begun < ON_ITS_WAY.toNanos()) {
      pause.run();
      rows = tables.read();
    }
    return rows;
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolException("interrupted", e);
    }
  }
}
