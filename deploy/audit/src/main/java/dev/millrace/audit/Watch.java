package dev.millrace.audit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.console.ToolException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Triggers that record every attempt to take a row back: to change or delete what never changes, or
 * to put an older version in the place of a newer one. They let the attempt pass, so that what is
 * audited is what would have happened without them.
 */
final class Watch {
  /**
   * A watched table, and the column that holds its version; empty: rows never change, but for
   * {@code replayed_at}, a person's note on a dead letter.
   */
  record Table(String name, Optional<String> version) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Connection connection;

  Watch(Connection connection) {
    this.connection = requireNonNull(connection);
  }

  /**
   * Begins to record; what was recorded before is forgotten. On all tables or, if one of them
   * cannot be watched, on none: within the transaction that is under way, or one of its own.
   */
  void arm(List<Table> tables) throws SQLException {
    if (!connection.getAutoCommit()) {
      armAll(tables);
      return;
    }
    connection.setAutoCommit(false);
    try {
      armAll(tables);
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private void armAll(List<Table> tables) throws SQLException {
    // Whoever waits for a lock of one table holds those of the others, and stops who writes there.
    run("SET LOCAL lock_timeout = '5s'");
    disarm();
    run(script());
    for (Table table : tables) {
      run(
          """
          CREATE TRIGGER millrace_audit BEFORE UPDATE OR DELETE ON %1$s
          FOR EACH ROW EXECUTE FUNCTION audit.record_setback('%2$s')
          """
              .formatted(table.name(), table.version().orElse("")));
      run(
          """
          CREATE TRIGGER millrace_audit_truncate BEFORE TRUNCATE ON %s
          FOR EACH STATEMENT EXECUTE FUNCTION audit.record_truncate()
          """
              .formatted(table.name()));
    }
    // The triggers' locks have let every older insert end: what comes later is recorded later.
    run("INSERT INTO audit.armed VALUES (clock_timestamp())");
  }

  /** Stops recording and removes everything that {@link #arm} has made. */
  void disarm() throws SQLException {
    run("DROP SCHEMA IF EXISTS audit CASCADE");
  }

  /**
   * What was recorded of these tables, and whether all was that should have been.
   *
   * @param tables all that should be watched
   */
  Watched watched(List<Table> tables) throws SQLException {
    if (!isTable("audit.setbacks")) {
      return Watched.NOT_ARMED;
    }
    List<String> setbacks = setbacks();
    if (!isTable("audit.armed")) {
      return new Watched(
          setbacks, Optional.of("armed by an earlier release: scripts/audit --arm again"), 0);
    }
    List<String> unwatched = new ArrayList<>();
    long before = 0;
    for (Table table : tables) {
      if (isWatched(table.name())) {
        before += rowsBefore(table.name());
      } else {
        unwatched.add(table.name());
      }
    }
    return new Watched(
        setbacks,
        unwatched.isEmpty()
            ? Optional.empty()
            : Optional.of(
                "the triggers are missing or disabled on %s: scripts/audit --arm before the load"
                    .formatted(String.join(", ", unwatched))),
        before);
  }

  private boolean isTable(String name) throws SQLException {
    return number("SELECT count(to_regclass(?))", name) > 0;
  }

  private boolean isWatched(String table) throws SQLException {
    return number(
            """
            SELECT count(*) FROM pg_trigger
            WHERE tgrelid = to_regclass(?) AND tgenabled IN ('O', 'A')
              AND tgname IN ('millrace_audit', 'millrace_audit_truncate')
            """,
            table)
        == 2;
  }

  /** Rows that are older than the triggers, of a table that knows the age of its rows. */
  private long rowsBefore(String table) throws SQLException {
    long knows =
        number(
            """
            SELECT count(*) FROM pg_attribute
            WHERE attrelid = to_regclass(?) AND attname = 'recorded_at' AND NOT attisdropped
            """,
            table);
    return knows == 0
        ? 0
        : number(
            "SELECT count(*) FROM %s WHERE recorded_at <= (SELECT max(at) FROM audit.armed)"
                .formatted(table));
  }

  private long number(String sql, String... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private List<String> setbacks() throws SQLException {
    List<String> setbacks = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery(
              "SELECT table_name, operation, old_row, by_application FROM audit.setbacks ORDER BY at")) {
        while (row.next()) {
          setbacks.add(
              "%s of %s by %s: %s"
                  .formatted(
                      row.getString(2),
                      row.getString(1),
                      row.getString(4),
                      shown(row.getString(3))));
        }
      }
      return setbacks;
    }
  }

  /** What a row is known by; all of it, if that is not known. */
  private static String shown(String row) {
    if (row == null) {
      return "all rows";
    }
    try {
      var fields = JSON.readTree(row);
      for (String id :
          List.of(
              "transaction_id",
              "interaction_id",
              "rule_id",
              "model_version",
              "alert_id",
              "notification_id",
              "id")) {
        if (fields.hasNonNull(id)) {
          return fields.path(id).asText();
        }
      }
      return row;
    } catch (IOException e) {
      return row;
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String script() {
    try (InputStream file = Watch.class.getResourceAsStream("/setbacks.sql")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ToolException("setbacks.sql is missing from the program", e);
    }
  }
}
