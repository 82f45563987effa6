package dev.millrace.audit;

import static java.util.Objects.requireNonNull;

import dev.millrace.audit.Records.UnreadableException;
import dev.millrace.console.StackState;
import dev.millrace.console.ToolException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Collects what the alerts of a running stack were made of. */
final class SupplyCollection {
  private static final int FETCH_ROWS = 10_000;

  private final StackState stack;
  private final Consumer<String> progress;

  private final List<AlertVersion> versions = new ArrayList<>();
  private final List<String> notifications = new ArrayList<>();
  private final Map<Place, String> commands = new LinkedHashMap<>();
  private final List<SupplyChain.Plan> plans = new ArrayList<>();
  private final List<SupplyChain.Step> steps = new ArrayList<>();
  private final Set<Place> refused = new HashSet<>();
  private final Set<Place> unwritten = new HashSet<>();
  private final Map<SupplyChain.Partition, SupplyChain.Span> spans = new HashMap<>();
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
    Records records = new Records(stack.endpoint("schema-registry.url"));
    long readAt = System.currentTimeMillis();
    try (TopicReader topics = new TopicReader(stack.endpoint("kafka.bootstrap-servers"))) {
      read(topics, records, Topics.DEAD_LETTERS, this::deadLetter);
      read(topics, records, SupplyChain.ALERTS, this::version);
      read(
          topics,
          records,
          SupplyChain.NOTIFICATIONS,
          (found, record) -> notifications.add(text(record, "notification_id")));
      for (String topic : SupplyChain.INPUTS) {
        read(topics, records, topic, input(topic));
      }
    }
    try (Tables tables = Tables.of(stack)) {
      progress.accept("reading the tables of alerts");
      Connection connection = tables.connection();
      return new SupplyChain(
          versions,
          rows(connection, "supply.alerts", AlertVersion::alertId),
          rows(connection, "supply.alert_history", AlertVersion::id),
          notifications,
          notificationRows(connection),
          commands,
          plans,
          steps,
          refused,
          unwritten,
          spans,
          cut,
          readAt);
    } catch (SQLException e) {
      throw new ToolException("cannot read the tables of alerts: " + e.getMessage(), e);
    }
  }

  private BiConsumer<ConsumerRecord<byte[], byte[]>, GenericRecord> input(String topic) {
    return switch (topic) {
      case SupplyChain.COMMANDS ->
          (found, record) -> commands.put(placeOf(found), text(record, "command_id"));
      case SupplyChain.PLANS -> this::plan;
      case SupplyChain.MILESTONES -> this::step;
      default -> null;
    };
  }

  /**
   * Reads a topic.
   *
   * @param each gets every record that can be read; null where only the offsets count
   */
  private void read(
      TopicReader topics,
      Records records,
      String topic,
      BiConsumer<ConsumerRecord<byte[], byte[]>, GenericRecord> each) {
    progress.accept("reading " + topic);
    boolean isCut =
        topics.read(
            topic,
            found -> {
              spans.merge(
                  new SupplyChain.Partition(topic, found.partition()),
                  new SupplyChain.Span(found.offset(), found.offset()),
                  (span, one) -> span.with(one.first()));
              if (each != null) {
                try {
                  each.accept(found, records.read(found.value()));
                } catch (UnreadableException e) {
                  // No job reads it either; that it is a dead letter is looked at elsewhere.
                  return;
                }
              }
            });
    if (isCut) {
      cut.add(topic);
    }
  }

  private void deadLetter(ConsumerRecord<byte[], byte[]> found, GenericRecord record) {
    String job = text(record, "job");
    if (job.equals(SupplyChain.JOB)) {
      refused.add(source(record));
    } else if (job.equals(Evidence.WRITER)) {
      unwritten.add(source(record));
    }
  }

  private void version(ConsumerRecord<byte[], byte[]> found, GenericRecord record) {
    versions.add(
        new AlertVersion(
            placeOf(found),
            text(record, "alert_id"),
            (Long) record.get("version"),
            text(record, "state"),
            text(record, "change"),
            text(record, "severity"),
            text(record, "owner"),
            (Long) record.get("event_time"),
            textOrNull(record, "parent_id"),
            (Long) record.get("value_at_risk_minor"),
            source(record),
            Arrays.hashCode(found.value())));
  }

  private void plan(ConsumerRecord<byte[], byte[]> found, GenericRecord record) {
    if (refused.contains(placeOf(found))) {
      return;
    }
    List<SupplyChain.Due> due = new ArrayList<>();
    for (Object each : (Iterable<?>) record.get("milestones")) {
      GenericRecord step = (GenericRecord) each;
      due.add(
          new SupplyChain.Due(
              text(step, "business_step"),
              text(step, "read_point"),
              (Long) step.get("planned_at")));
    }
    plans.add(
        new SupplyChain.Plan(
            text(record, "shipment_id"),
            (Long) record.get("version"),
            (Boolean) record.get("cancelled"),
            found.timestamp(),
            due));
  }

  private void step(ConsumerRecord<byte[], byte[]> found, GenericRecord record) {
    if (!refused.contains(placeOf(found))) {
      steps.add(
          new SupplyChain.Step(
              text(record, "shipment_id"),
              text(record, "business_step"),
              text(record, "read_point"),
              (Long) record.get("estimated_at")));
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

  private static Place placeOf(ConsumerRecord<byte[], byte[]> found) {
    return new Place(found.topic(), found.partition(), found.offset());
  }

  private static Place source(GenericRecord record) {
    GenericRecord source = (GenericRecord) record.get("source");
    return source == null
        ? null
        : new Place(
            text(source, "topic"), (Integer) source.get("partition"), (Long) source.get("offset"));
  }

  private static String text(GenericRecord record, String field) {
    return record.get(field).toString();
  }

  private static String textOrNull(GenericRecord record, String field) {
    return record.get(field) == null ? null : record.get(field).toString();
  }
}
