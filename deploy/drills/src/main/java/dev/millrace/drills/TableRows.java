package dev.millrace.drills;

import dev.millrace.console.StackState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Counts the decisions in the table again and again, as an analyst who keeps pressing enter. */
final class TableRows implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(500);

  private final DatabaseLogin analyst;
  private final List<RowSample> samples = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::countUntilClosed, "table-rows");
  private volatile boolean closed;

  /** Starts to count. */
  TableRows(StackState stack) {
    this.analyst = DatabaseLogin.analyst(stack);
    thread.setDaemon(true);
    thread.start();
  }

  /** What was counted so far, oldest first. */
  List<RowSample> samples() {
    return List.copyOf(samples);
  }

  long newest() {
    return samples.isEmpty() ? 0 : samples.get(samples.size() - 1).rows();
  }

  private void countUntilClosed() {
    while (!closed) {
      try (Connection connection = analyst.connect();
          Statement statement = connection.createStatement()) {
        while (!closed) {
          long rows = DatabaseLogin.count(statement, "fraud.decisions");
          samples.add(new RowSample(Clock.systemUTC().millis(), rows));
          Conditions.pause(EVERY);
        }
      } catch (SQLException e) {
        // The database is away, which may be what the drill is about.
        Conditions.pause(EVERY);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
