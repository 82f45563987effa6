package dev.millrace.audit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.console.StackState;
import dev.millrace.console.ToolException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Collects what the alerts of a running stack were made of. */
final class SupplyCollection {
  private static final int FETCH_ROWS = 10_000;
  private static final ObjectMapper JSON = new ObjectMapper();

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
    SupplyRecords records = records();
    long readAt = System.currentTimeMillis();
    try (TopicReader topics = new TopicReader(stack.endpoint("kafka.bootstrap-servers"));
        Tables tables = Tables.of(stack)) {
      // First of all, because what was refused does not count.
      read(topics, Topics.DEAD_LETTERS, records);
      read(topics, SupplyChain.ALERTS, records);
      read(topics, SupplyChain.NOTIFICATIONS, records);
      for (String topic : SupplyChain.INPUTS) {
        read(topics, topic, records);
      }
      progress.accept("reading the tables of alerts");
      Connection connection = tables.connection();
      ExpectedRows expected = records.expectedRows();
      // Alerts come while no record does: some may be on their way since the topics were read.
      return records.chain(
          new Following()
              .read(
                  () -> rows(connection, "supply.alerts", AlertVersion::alertId),
                  expected::areCurrent),
          new Following()
              .read(
                  () -> rows(connection, "supply.alert_history", AlertVersion::id),
                  expected::areHistory),
          new Following().read(() -> notificationRows(connection), expected::areNotifications),
          later(topics),
          cut,
          readAt);
    } catch (SQLException e) {
      throw new ToolException("cannot read the tables of alerts: " + e.getMessage(), e);
    }
  }

  private SupplyRecords records() {
    return new SupplyRecords(new Records(stack.endpoint("schema-registry.url"))::read);
  }

  /** To be called once the tables have been read: whatever they hold must be there by now. */
  private SupplyChain.Later later(TopicReader topics) {
    SupplyRecords again = records();
    read(topics, SupplyChain.ALERTS, again);
    read(topics, SupplyChain.NOTIFICATIONS, again);
    return again.ids();
  }

  private void read(TopicReader topics, String topic, SupplyRecords records) {
    progress.accept("reading " + topic);
    if (topics.read(topic, records::take).isPresent()) {
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
              "SELECT *, %s AS event_ms, %s FROM %s"
                  .formatted(Tables.millis("event_time"), AlertDetails.columns(), table))) {
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
        AlertDetails.of(row),
        0);
  }

  private static Map<String, Notification> notificationRows(Connection connection)
      throws SQLException {
    Map<String, Notification> rows = new HashMap<>();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH_ROWS);
      try (ResultSet row =
          statement.executeQuery(
              "SELECT *, round(extract(epoch FROM event_time) * 1000) AS event_ms"
                  + " FROM supply.notifications")) {
        while (row.next()) {
          Notification notification = notification(row);
          rows.put(notification.id(), notification);
        }
      }
    } finally {
      connection.setAutoCommit(true);
    }
    return rows;
  }

  private static Notification notification(ResultSet row) throws SQLException {
    String id = row.getString("notification_id");
    List<String> alerts = new ArrayList<>();
    try {
      for (JsonNode alert : JSON.readTree(row.getString("alerts"))) {
        alerts.add(
            Notification.alert(
                alert.path("alert_id").asText(),
                alert.path("version").asLong(),
                alert.path("change").asText(),
                alert.path("summary").asText()));
      }
    } catch (JsonProcessingException e) {
      throw new ToolException(
          "supply.notifications, %s: alerts are not as they should be".formatted(id), e);
    }
    return new Notification(
        null,
        id,
        row.getString("owner"),
        row.getString("kind"),
        row.getString("severity"),
        row.getLong("event_ms"),
        row.getInt("held_back"),
        alerts);
  }
}
