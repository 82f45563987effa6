package dev.millrace.common.delivery;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Future;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches over one connection, opened when first needed and again after an error. One
 * statement is one transaction.
 *
 * <p>A statement ends, with or without an error, within its timeout and twice the grace: by the
 * database, by the driver that waits for the answer, or by the {@link ConnectionWatchdog}.
 * Whichever it is, the error is an {@link SQLTimeoutException}: fewer rows may be done in time.
 */
final class JdbcBatchWriter implements BatchWriter {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcBatchWriter.class);
  private static final String CONNECT_TIMEOUT_S = "5";

  /** What a database says that has ended a statement, for its timeout or for somebody. */
  private static final String STATEMENT_ENDED = "57014";

  /**
   * Time that the database has for a statement. Then it ends the statement itself: a client that
   * just went away would leave it running, with its locks, beside the next attempt.
   */
  static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(25);

  /** So much later the connection is given up, for a database that does not end it either. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final DatabaseOptions database;
  private final Table table;
  private final Duration statementTimeout;
  private final Duration grace;
  private final ConnectionWatchdog watchdog;
  private final String sql;
  private volatile Connection connection;
  private volatile boolean closed;
  private PreparedStatement statement;

  JdbcBatchWriter(DatabaseOptions database, Table table) {
    this(database, table, STATEMENT_TIMEOUT, GRACE);
  }

  /**
   * @param statementTimeout whole seconds
   * @param grace whole seconds
   */
  JdbcBatchWriter(
      DatabaseOptions database, Table table, Duration statementTimeout, Duration grace) {
    this.database = requireNonNull(database);
    this.table = requireNonNull(table);
    this.statementTimeout = requireNonNull(statementTimeout);
    this.grace = requireNonNull(grace);
    this.watchdog = new ConnectionWatchdog(statementTimeout.plus(grace.multipliedBy(2)));
    this.sql = UpsertStatement.of(table);
  }

  @Override
  public void write(List<Row> rows) throws SQLException {
    if (connection == null) {
      connect();
    }
    Future<?> deadline = watchdog.watch(connection);
    long start = System.nanoTime();
    try {
      send(rows);
    } catch (SQLException e) {
      boolean late = System.nanoTime() - start >= statementTimeout.toNanos();
      SQLException judged = SqlErrors.judged(e, () -> execute("SELECT pg_current_xact_id()"));
      if (SqlErrors.isRowsFault(judged)) {
        throw judged;
      }
      disconnect();
      if (late || STATEMENT_ENDED.equals(judged.getSQLState())) {
        throw new SQLTimeoutException(judged.getMessage(), judged.getSQLState(), judged);
      }
      throw judged;
    } finally {
      deadline.cancel(false);
    }
  }

  private void send(List<Row> rows) throws SQLException {
    for (int i = 0; i < table.columns().size(); i++) {
      SqlType type = table.columns().get(i).type();
      Object[] elements = type.elements(rows.size());
      for (int r = 0; r < elements.length; r++) {
        Object value = rows.get(r).values()[i];
        elements[r] = value == null ? null : type.toElement(value);
      }
      statement.setArray(i + 1, connection.createArrayOf(type.elementType(), elements));
    }
    statement.executeUpdate();
  }

  /** Whatever the state of an error on the way: rows that were never sent are not at fault. */
  private void connect() throws SQLException {
    try {
      open();
    } catch (SQLException e) {
      disconnect();
      throw new SQLException(
          "no connection: %s (SQLSTATE %s)".formatted(e.getMessage(), e.getSQLState()), "08001", e);
    }
  }

  private void open() throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("user", database.user());
    settings.setProperty("password", database.password());
    settings.setProperty("connectTimeout", CONNECT_TIMEOUT_S);
    // A connection that hangs (frozen host, cut network) must end in a retry, not in silence. This
    // holds while it waits for an answer, the watchdog while it sends.
    settings.setProperty("socketTimeout", Long.toString(statementTimeout.plus(grace).toSeconds()));
    settings.setProperty("tcpKeepAlive", "true");
    settings.setProperty("ApplicationName", "millrace " + table.name());
    // Not DriverManager: it knows the drivers of the class loader that it was loaded with only.
    connection = new Driver().connect(database.url(), settings);
    if (connection == null) {
      throw new SQLException("not an address of the PostgreSQL driver: " + database.url(), "08001");
    }
    if (closed) {
      throw new SQLException("closed while it connected", "08003");
    }
    // Not among the settings above: there they would replace the options in the address.
    execute("SET statement_timeout = " + statementTimeout.toMillis());
    noticeLostClients();
    statement = connection.prepareStatement(sql);
  }

  /** Servers before 14, and on some systems later ones, do without. */
  private void noticeLostClients() {
    try {
      execute("SET client_connection_check_interval = '5s'");
    } catch (SQLException e) {
      LOG.debug("The database does not look whether its clients are there", e);
    }
  }

  private void execute(String command) throws SQLException {
    try (Statement once = connection.createStatement()) {
      once.execute(command);
    }
  }

  /**
   * May be called while another thread writes: that write then fails. Never waits for it, because a
   * write that hangs would keep a cancelled task from ending.
   */
  @Override
  public void close() {
    closed = true;
    Connection current = connection;
    if (current != null) {
      watchdog.abort(current);
    }
    watchdog.close();
  }

  private void disconnect() {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      LOG.debug("Closing a connection that failed before", e);
    } finally {
      connection = null;
      statement = null;
    }
  }
}
