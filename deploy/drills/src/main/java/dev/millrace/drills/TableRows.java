package dev.millrace.drills;

import dev.millrace.console.StackState;
import dev.millrace.console.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;

/** Counts the decisions in the table again and again, as an analyst who keeps pressing enter. */
final class TableRows implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(500);

  private final String url;
  private final Properties login = new Properties();
  private final List<RowSample> samples = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::countUntilClosed, "table-rows");
  private volatile boolean closed;

  /** Starts to count. */
  TableRows(StackState stack) {
    this.url = stack.endpoint("database.url");
    try {
      login.setProperty("user", "analyst");
      login.setProperty("password", Files.readString(stack.secrets().resolve("analyst")).strip());
    } catch (IOException e) {
      throw new ToolException("cannot read the analyst's password", e);
    }
    login.setProperty("socketTimeout", "10");
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
      try (Connection connection = DriverManager.getConnection(url, login);
          Statement statement = connection.createStatement()) {
        while (!closed) {
          count(statement);
          Conditions.pause(EVERY);
        }
      } catch (SQLException e) {
        // The database is away, which may be what the drill is about.
        Conditions.pause(EVERY);
      }
    }
  }

  private void count(Statement statement) throws SQLException {
    try (ResultSet answer = statement.executeQuery("SELECT count(*) FROM fraud.decisions")) {
      answer.next();
      samples.add(new RowSample(Clock.systemUTC().millis(), answer.getLong(1)));
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
