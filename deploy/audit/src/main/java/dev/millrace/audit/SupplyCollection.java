package dev.millrace.audit;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.StackState;
import dev.millrace.console.ToolException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Collects what the alerts of a running stack were made of. */
final class SupplyCollection {
  private static final int FETCH_ROWS = 10_000;

  private final StackState stack;
  private final Consumer<String> progress;

  private final Set<String> cut = new HashSet<>();

  /**
   * Prepares to collect.
   *
   * @param progress hears what is read
   */
  SupplyCollection(StackState stack, Consumer<String> progress) {
    this.stack = requireNonNull(stack);
    this.progress = requireNonNull(progress);
  }

  /** Reads everything, of jobs that have caught up. */
  SupplyChain collect() {
    SupplyRecords records =
        new SupplyRecords(new Records(stack.endpoint("schema-registry.url"))::read);
    long readAt = System.currentTimeMillis();
    try (TopicReader topics = new TopicReader(stack.endpoint("kafka.bootstrap-servers"))) {
      // First of all, because what was refused does not count.
      read(topics, Topics.DEAD_LETTERS, records);
      read(topics, SupplyChain.ALERTS, records);
      read(topics, SupplyChain.NOTIFICATIONS, records);
      for (String topic : SupplyChain.INPUTS) {
        read(topics, topic, records);
      }
    }
    try (Tables tables = Tables.of(stack)) {
      progress.accept("reading the tables of alerts");
      Connection connection = tables.connection();
      return records.chain(
          rows(connection, "supply.alerts", AlertVersion::alertId),
          // The topic was read after that moment, and so has all that were written before it.
          rows(
              connection,
              "supply.alert_history WHERE recorded_at <= to_timestamp(%d / 1000.0)"
                  .formatted(readAt),
              AlertVersion::id),
          notificationRows(connection),
          cut,
          readAt);
    } catch (SQLException e) {
      throw new ToolException("cannot read the tables of alerts: " + e.getMessage(), e);
    }
  }

  private void read(TopicReader topics, String topic, SupplyRecords records) {
    progress.accept("reading " + topic);
    if (topics.read(topic, records::take)) {
      cut.add(topic);
    }
  }

  private interface Key {
    String of(AlertVersion version);
  }

  private static Map<String, AlertVersion> rows(Connection connection, String table, Key key)
      throws SQLException {
    Map<String, AlertVersion> rows = new HashMap<>();
    connection.setAutoCommit(false); // rows come in portions only within a transaction
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH_ROWS);
      try (ResultSet row =
          statement.executeQuery(
              "SELECT *, round(extract(epoch FROM event_time) * 1000) AS event_ms FROM " + table)) {
        while (row.next()) {
          AlertVersion version = version(row);
          rows.put(key.of(version), version);
        }
      }
    } finally {
      connection.setAutoCommit(true);
    }
    return rows;
  }

  private static AlertVersion version(ResultSet row) throws SQLException {
    String topic = row.getString("source_topic");
    return new AlertVersion(
        null,
        row.getString("alert_id"),
        row.getLong("version"),
        row.getString("state"),
        row.getString("change"),
        row.getString("severity"),
        row.getString("owner"),
        row.getLong("event_ms"),
        row.getString("parent_id"),
        (Long) row.getObject("value_at_risk_minor"),
        topic == null
            ? null
            : new Place(topic, row.getInt("source_partition"), row.getLong("source_offset")),
        0);
  }

  private static Set<String> notificationRows(Connection connection) throws SQLException {
    Set<String> ids = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT notification_id FROM supply.notifications")) {
      while (row.next()) {
        ids.add(row.getString(1));
      }
    }
    return ids;
  }
}
