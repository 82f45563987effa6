package dev.millrace.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseITCase {
  private TestPostgres server;
  private Connection connection;

  @BeforeEach
  void start() throws SQLException {
    server = TestPostgres.start();
    connection = server.connect();
  }

  @AfterEach
  void stop() throws Exception {
    connection.close();
    server.close();
  }

  @Test
  void recordsRowsThatAreTakenBackWhateverTheirVersionIs() throws SQLException {
    run(
        "CREATE TABLE number (id text PRIMARY KEY, version bigint)",
        "CREATE TABLE time (model_version text PRIMARY KEY, at timestamptz)",
        "CREATE TABLE final (rule_id text PRIMARY KEY, state text)");
    Watch watch = new Watch(connection);
    List<Watch.Table> tables =
        List.of(
            new Watch.Table("number", Optional.of("version")),
            new Watch.Table("time", Optional.of("at")),
            new Watch.Table("final", Optional.empty()));
    watch.arm(tables);
    run(
        "INSERT INTO number VALUES ('a', 9)",
        "UPDATE number SET version = 10",
        "INSERT INTO time VALUES ('m', '2026-01-05T12:00:00Z')",
        "UPDATE time SET at = '2026-01-05T12:00:00.1Z'",
        "INSERT INTO final VALUES ('r', 'LIVE')");
    assertThat(watch.watched(tables)).isEqualTo(Watched.QUIET);

    run(
        "UPDATE number SET version = 9",
        "UPDATE time SET at = '2026-01-05T12:00:00Z'",
        "UPDATE final SET state = 'SHADOW'");
    assertThat(watch.watched(tables).setbacks())
        .hasSize(3)
        .anyMatch(setback -> setback.startsWith("UPDATE of public.number") && setback.endsWith("a"))
        .anyMatch(setback -> setback.startsWith("UPDATE of public.time") && setback.endsWith("m"))
        .anyMatch(setback -> setback.startsWith("UPDATE of public.final") && setback.endsWith("r"));
  }

  @Test
  void watchesAllTablesOrNone() throws SQLException {
    run("CREATE TABLE first (id text)", "CREATE TABLE second (id text)");
    Watch watch = new Watch(connection);
    Watch.Table first = new Watch.Table("first", Optional.empty());
    Watch.Table missing = new Watch.Table("missing", Optional.empty());
    assertThatThrownBy(() -> watch.arm(List.of(first, missing))).isInstanceOf(SQLException.class);
    assertThat(watch.watched(List.of(first))).isEqualTo(Watched.NOT_ARMED);

    watch.arm(List.of(first));
    run("INSERT INTO first VALUES ('a')", "DELETE FROM first");
    assertThatThrownBy(() -> watch.arm(List.of(first, missing))).isInstanceOf(SQLException.class);
    assertThat(watch.watched(List.of(first)).setbacks()).hasSize(1);
  }

  @Test
  void tellsATableThatIsNotWatchedAndRowsThatWereThereBefore() throws SQLException {
    run(
        "CREATE TABLE first (id text, recorded_at timestamptz NOT NULL DEFAULT now())",
        "CREATE TABLE second (id text)",
        "INSERT INTO first VALUES ('a'), ('b')");
    Watch watch = new Watch(connection);
    List<Watch.Table> tables =
        List.of(
            new Watch.Table("first", Optional.empty()),
            new Watch.Table("second", Optional.empty()));
    watch.arm(tables);
    run("INSERT INTO first VALUES ('c')");
    assertThat(watch.watched(tables)).isEqualTo(new Watched(List.of(), Optional.empty(), 2));

    for (String trigger : List.of("millrace_audit", "millrace_audit_truncate")) {
      run("ALTER TABLE second DISABLE TRIGGER " + trigger);
      assertThat(watch.watched(tables).blind())
          .contains(
              "the triggers are missing or disabled on second: scripts/audit --arm before the load");
      run("ALTER TABLE second ENABLE TRIGGER " + trigger);
    }
    assertThat(watch.watched(tables).blind()).isEmpty();
    run("DROP TABLE second", "CREATE TABLE second (id text)");
    assertThat(watch.watched(tables).blind()).isPresent();
  }

  @Test
  void readsWhatIsCopiedByNameWithItsVersion() throws SQLException {
    run(
        "CREATE SCHEMA fraud",
        """
        CREATE TABLE fraud.labels (transaction_id text, event_time timestamptz, transaction_time timestamptz,
          card_id text, terminal_id text, fraud boolean)
        """,
        """
        CREATE TABLE fraud.rules (rule_id text, version integer, event_time timestamptz, state text, condition text,
          outcome text, weight float8, max_decline_share float8, reason_code text, description text, author text)
        """,
        """
        CREATE TABLE fraud.models (model_version text, revision bigint, event_time timestamptz, role text,
          content bytea, sha256 text, author text)
        """,
        """
        INSERT INTO fraud.labels VALUES ('tx-1', '1970-01-01T00:00:01.234Z', '1970-01-01T00:00:00.1Z', 'c', 't', true),
          ('tx-2', 'infinity', 'infinity', 'c', 't', false)
        """,
        """
        INSERT INTO fraud.rules SELECT 'small', version, '1970-01-01T00:00:02Z', 'LIVE', 'amountMinor < 200', 'REVIEW',
          0.5, 0.05, 'SMALL', 'small ones', 'ana' FROM generate_series(1, 2) AS version
        """,
        """
        INSERT INTO fraud.models VALUES ('gbt-1', 1522540800000, '1970-01-01T00:00:03Z', 'CHAMPION', '\\x0102', 'abc', 'ana')
        """);
    long rule =
        Copies.rule(
            "LIVE", "amountMinor < 200", "REVIEW", 0.5, 0.05, "SMALL", "small ones", "ana", 2_000);
    assertThat(new Tables(connection).copies(new ArrayList<>()))
        .hasSize(5)
        .containsEntry(
            "fraud.labels tx-1", new Copies.Row(1_234, Copies.label("c", "t", 100, true)))
        .containsEntry("fraud.labels tx-2", new Copies.Row(0, Copies.label("c", "t", 0, false)))
        .containsEntry("fraud.rules small/1", new Copies.Row(1, rule))
        .containsEntry("fraud.rules small/2", new Copies.Row(2, rule))
        .containsEntry(
            "fraud.models gbt-1",
            new Copies.Row(
                1_522_540_800_000L,
                Copies.model("CHAMPION", new byte[] {1, 2}, "abc", "ana", 3_000)));

    run(
        "INSERT INTO fraud.labels SELECT * FROM fraud.labels WHERE transaction_id = 'tx-1'",
        "INSERT INTO fraud.models SELECT * FROM fraud.models");
    List<String> repeated = new ArrayList<>();
    new Tables(connection).copies(repeated);
    assertThat(repeated).containsExactly("fraud.labels tx-1", "fraud.models gbt-1");
  }

  @Test
  void aDeadLettersRowHasTheDigestOfItsRecord() throws SQLException {
    run(
        "CREATE SCHEMA ops",
        """
        CREATE TABLE ops.dead_letters (id text, job text, stage text, reason text, detail text, source_topic text,
          source_partition integer, source_offset bigint, record_time timestamptz, key bytea, value bytea,
          headers jsonb, intact boolean, replayed_at timestamptz)
        """,
        """
        INSERT INTO ops.dead_letters VALUES ('fraud-scoring/t/0/1', 'fraud-scoring', 'DECODE', 'bad-magic-byte', '',
          't', 0, 1, '1970-01-01T00:00:01.234Z', NULL, '\\x0102', '[{"name": "h", "value": "Aw=="}]', true, NULL)
        """);
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            "t",
            0,
            1,
            1_234,
            TimestampType.CREATE_TIME,
            0,
            2,
            null,
            new byte[] {1, 2},
            new RecordHeaders().add("h", new byte[] {3}),
            Optional.empty());
    DeadLetter row = letterRow(new ArrayList<>());
    assertThat(row.digest()).isEqualTo(Digest.of(record));
    assertThat(row.replayed()).isFalse();

    run("UPDATE ops.dead_letters SET replayed_at = now()");
    assertThat(letterRow(new ArrayList<>()).replayed()).isTrue();

    run("INSERT INTO ops.dead_letters SELECT * FROM ops.dead_letters");
    List<String> repeated = new ArrayList<>();
    letterRow(repeated);
    assertThat(repeated).containsExactly("ops.dead_letters fraud-scoring/t/0/1");
  }

  private DeadLetter letterRow(List<String> repeated) throws SQLException {
    return new Tables(connection).deadLetters(repeated).get("fraud-scoring/t/0/1");
  }

  @Test
  void readsOfAnAlertWhatItsRecordSays() throws SQLException, IOException {
    Schema schema =
        new Schema.Parser().parse(Path.of("../../schemas/supply-alert/v1.avsc").toFile());
    GenericRecord action =
        new GenericRecordBuilder(schema.getField("action").schema().getTypes().get(1))
            .set("kind", "EXPEDITE")
            .set("quantity", 12L)
            .set("gains_hours", 0.1)
            .set("arithmetic", "12 x 0.1")
            .build();
    GenericRecordBuilder alert = alert(schema);
    run(
        "CREATE SCHEMA supply",
        """
        CREATE TABLE supply.alerts (version bigint, since timestamptz, opened_at timestamptz, event_time timestamptz,
          resolved_at timestamptz, snoozed_until timestamptz, impact_at timestamptz, action_quantity bigint,
          action_cost_minor bigint, action_saves_minor bigint, action_gains_hours float8, escalation integer,
          suppressed_children integer, alert_id text, kind text, subject_type text, subject_id text, currency text,
          order_ids text[], summary text, evidence jsonb, action_kind text, action_target text,
          action_arithmetic text, acted_by text)
        """,
        """
        INSERT INTO supply.alerts (version, since, opened_at, resolved_at, escalation, suppressed_children, kind,
          subject_type, subject_id, order_ids, summary, evidence) VALUES
          (1, '1970-01-01T00:00:00.001Z', '1970-01-01T00:00:01Z', '1970-01-01T00:00:02Z', 1, 0, 'ETA_SLIP',
          'SHIPMENT', 's', ARRAY['o-1', 'o 2'], 'late', '{"b": 1e3, "a": 0, "c": -7.25}')
        """,
        """
        INSERT INTO supply.alerts SELECT 2, since, opened_at, event_time, resolved_at, snoozed_until, impact_at, 12,
          NULL, NULL, 0.1, escalation, suppressed_children, alert_id, kind, subject_type, subject_id, currency,
          order_ids, summary, evidence, 'EXPEDITE', NULL, '12 x 0.1', acted_by FROM supply.alerts
        """);
    List<Long> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT *, %s FROM supply.alerts ORDER BY version"
                    .formatted(AlertDetails.columns()))) {
      while (row.next()) {
        rows.add(AlertDetails.of(row));
      }
    }
    assertThat(rows)
        .containsExactly(
            AlertDetails.of(alert.build()), AlertDetails.of(alert.set("action", action).build()));
  }

  private static GenericRecordBuilder alert(Schema schema) {
    return new GenericRecordBuilder(schema)
        .set("alert_id", "a")
        .set("version", 1L)
        .set("kind", "ETA_SLIP")
        .set("subject_type", "SHIPMENT")
        .set("subject_id", "s")
        .set("state", "OPEN")
        .set("change", "OPENED")
        .set("severity", "LOW")
        .set("escalation", 1)
        .set("owner", "lena")
        .set("since", 1L)
        .set("opened_at", 1_000L)
        .set("event_time", 0L)
        .set("resolved_at", 2_000L)
        .set("order_ids", List.of("o-1", "o 2"))
        .set("summary", "late")
        .set("evidence", Map.of("a", -0.0, "b", 1_000.0, "c", -7.25));
  }

  private void run(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
