package dev.millrace.audit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.console.ToolException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
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

  /** Begins to record; what was recorded before is forgotten. */
  void arm(List<Table> tables) throws SQLException {
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
  }

  /** Stops recording and removes everything that {@link #arm} has made. */
  void disarm() throws SQLException {
    run("DROP SCHEMA IF EXISTS audit CASCADE");
  }

  /** What was recorded; empty if nothing is being recorded. */
  Optional<List<String>> setbacks() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet found = statement.executeQuery("SELECT to_regclass('audit.setbacks')")) {
        found.next();
        if (found.getString(1) == null) {
          return Optional.empty();
        }
      }
      List<String> setbacks = new ArrayList<>();
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
      return Optional.of(setbacks);
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
