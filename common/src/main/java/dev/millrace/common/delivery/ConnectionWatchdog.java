package dev.millrace.common.delivery;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Aborts connections that take too long. The driver's own timeouts hold for reads: a thread that
 * sends into a network that swallows everything would hang until TCP gives up, after a quarter of
 * an hour.
 *
 * <p>Over TLS it hangs that long all the same, because the JDK lets nobody close a socket in which
 * another thread sends. Nobody waits for that but the thread of this watchdog.
 */
final class ConnectionWatchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionWatchdog.class);

  private final Duration limit;
  private final ScheduledThreadPoolExecutor timer;

  /**
   * @param limit time that a connection has for what it does
   */
  ConnectionWatchdog(Duration limit) {
    this.limit = requireNonNull(limit);
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, ConnectionWatchdog::daemon, new ThreadPoolExecutor.DiscardPolicy());
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Aborts the connection once its time is up, unless what this answers is cancelled before. */
  Future<?> watch(Connection connection) {
    return timer.schedule(() -> abort(connection), limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends the connection soon, whatever another thread does with it; waits for nothing. */
  void abort(Connection connection) {
    try {
      connection.abort(timer);
    } catch (SQLException e) {
      LOG.debug("Aborting a connection", e);
    }
  }

  /** Watches no longer. What was to be aborted before still is. */
  @Override
  public void close() {
    timer.shutdown();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "postgres-watchdog");
    thread.setDaemon(true);
    return thread;
  }
}
