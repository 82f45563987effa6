package dev.millrace.tablewriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.delivery.DatabaseOptions;
import dev.millrace.common.delivery.PostgresSink;
import dev.millrace.common.ingest.Decoded;
import dev.millrace.common.job.JobEnvironment;
import dev.millrace.common.testing.TestPostgres;
import dev.millrace.common.testing.stream.CollectingSink;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.ModelRole;
import dev.millrace.payments.Outcome;
import dev.millrace.payments.RuleState;
import dev.millrace.shop.InteractionKind;
import dev.millrace.suite.DeadLetter;
import dev.millrace.suite.Source;
import dev.millrace.suite.Stage;
import dev.millrace.supply.AlertState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Records into the suite's real tables, with the rights that the job has there. */
class TableWriterITCase {
  private static final String PASSWORD = "writer's word";

  private static final InMemoryReporter METRICS = InMemoryReporter.createWithRetainedMetrics();

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .setConfiguration(METRICS.addToConfiguration(new Configuration()))
              .build());

  private static TestPostgres postgres;

  @TempDir private Path secrets;

  @BeforeAll
  static void migrate() throws SQLException {
    postgres = TestPostgres.start();
    Flyway.configure()
        .dataSource(postgres.url(), postgres.user(), postgres.password())
        .locations("classpath:migrations")
        .load()
        .migrate();
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER ROLE writer PASSWORD '" + PASSWORD.replace("'", "''") + "'");
    }
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void decisionsAreRowsAsTheyWereMade() throws Exception {
    FraudDecision full = Records.decision("full").build();
    FraudDecision bare =
        Records.decision("bare")
            .setOutcome(Outcome.APPROVE)
            .setScore(0)
            .setReasonCodes(List.of())
            .setFeatures(Map.of())
            .build();

    write("fraud.decisions", List.of(full, bare));

    assertThat(row("fraud.decisions", "transaction_id", "full"))
        .containsEntry("transaction_id", "full")
        .containsEntry("card_id", "card-1")
        .containsEntry("terminal_id", "terminal-1")
        .containsEntry("amount_minor", "1234")
        .containsEntry("currency", "EUR")
        .containsEntry("event_time", "2026-03-04 12:00:00.123+00")
        .containsEntry("outcome", "REVIEW")
        .containsEntry("score", "0.625")
        .containsEntry("reason_codes", "{AMOUNT_HIGH,\"a \\\"quoted\\\" \\\\ one, with a comma\"}")
        .containsEntry("features", "{\"night\": 0.0, \"amountMinor\": 1234.0}")
        .containsEntry("scorer", "transparent-1")
        .containsEntry("source_topic", "payments.transactions")
        .containsEntry("source_partition", "3")
        .containsEntry("source_offset", "42")
        .containsEntry("model_outcome", "APPROVE")
        .containsEntry(
            "rules",
            "[{\"effect\": \"APPLIED\", \"outcome\": \"REVIEW\", \"rule_id\": \"card-testing\", \"version\": 2, \"reason_code\": \"CARD_TESTING\"}]")
        .containsEntry("challengers", "{\"gbt-2\": 0.25}")
        .containsEntry("fallback", null);
    assertThat(row("fraud.decisions", "transaction_id", "bare"))
        .containsEntry("outcome", "APPROVE")
        .containsEntry("score", "0")
        .containsEntry("reason_codes", "{}")
        .containsEntry("features", "{}");
  }

  @Test
  void replayAddsNothingAndChangesNothing() throws Exception {
    List<FraudDecision> decisions = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      decisions.add(Records.decision("replayed-" + i).build());
    }
    write("fraud.decisions", decisions);
    String before = fingerprint();

    List<FraudDecision> again = new ArrayList<>(decisions);
    // The same payment decided otherwise: the decision that was acted on stays.
    again.add(Records.decision("replayed-0").setOutcome(Outcome.DECLINE).setScore(1).build());
    write("fraud.decisions", again);

    assertThat(count("fraud.decisions WHERE transaction_id LIKE 'replayed-%'")).isEqualTo(2_500);
    assertThat(fingerprint()).isEqualTo(before);
  }

  @Test
  void deadLettersAreRowsAsTheyCame() throws Exception {
    write(
        "ops.dead_letters",
        List.of(
            Records.deadLetter("a").build(),
            Records.deadLetter("b").setValue(null).setHeaders(List.of()).build(),
            Records.deadLetter("a").build()));

    assertThat(row("ops.dead_letters", "id", "a"))
        .containsEntry("job", "fraud-scoring")
        .containsEntry("stage", "DECODE")
        .containsEntry("reason", "truncated")
        .containsEntry("detail", "ends after 3 bytes: ü €")
        .containsEntry("source_topic", "payments.transactions")
        .containsEntry("source_partition", "1")
        .containsEntry("source_offset", "7")
        .containsEntry("record_time", "2026-03-04 12:00:00.123+00")
        .containsEntry("key", null)
        .containsEntry("value", "\\x0001ff")
        .containsEntry(
            "headers",
            "[{\"name\": \"trace\", \"value\": \"YWJj\"}, {\"name\": \"empty\", \"value\": null}]")
        .containsEntry("replayed_at", null);
    assertThat(row("ops.dead_letters", "id", "b"))
        .containsEntry("value", null)
        .containsEntry("headers", "[]");
    assertThat(count("ops.dead_letters")).isEqualTo(2);
  }

  @Test
  void theLabelThatBecameKnownLastCounts() throws Exception {
    Instant known = Records.TIME.plusSeconds(60);
    write(
        "fraud.labels",
        List.of(
            Records.label("corrected", known, false).build(),
            Records.label("corrected", known.plusMillis(1), true).build(),
            Records.label("alone", known, false).build()));
    write(
        "fraud.labels",
        List.of(
            Records.label("corrected", known, false).build(),
            Records.label("alone", known.minusSeconds(30), true).build()));

    assertThat(row("fraud.labels", "transaction_id", "corrected"))
        .containsEntry("fraud", "t")
        .containsEntry("cause", "CHARGEBACK")
        .containsEntry("event_time", "2026-03-04 12:01:00.124+00")
        .containsEntry("transaction_time", "2026-03-04 12:00:00.123+00");
    assertThat(row("fraud.labels", "transaction_id", "alone")).containsEntry("fraud", "f");
  }

  @Test
  void everyVersionOfARuleStays() throws Exception {
    write(
        "fraud.rules",
        List.of(
            Records.rule("small", 2).build(),
            Records.rule("small", 1).setState(RuleState.DRAFT).build(),
            Records.rule("small", 2).setState(RuleState.LIVE).build()));

    assertThat(row("fraud.rules", "rule_id || version", "small2"))
        .containsEntry("state", "SHADOW")
        .containsEntry("weight", "0.5")
        .containsEntry("max_decline_share", "0.05")
        .containsEntry("condition", "cardCount1h > 5.0")
        .containsEntry(
            "snoozes", "[{\"until\": \"2026-03-04T12:00:00.123Z\", \"card_id\": \"card-1\"}]");
    assertThat(row("fraud.rules", "rule_id || version", "small1")).containsEntry("state", "DRAFT");
    assertThat(count("fraud.rules WHERE rule_id = 'small'")).isEqualTo(2);
  }

  @Test
  void theHighestRevisionOfAModelCounts() throws Exception {
    write("fraud.models", List.of(Records.model("gbt-1", 8).build()));
    write(
        "fraud.models",
        List.of(
            Records.model("gbt-1", 9).setRole(ModelRole.CHAMPION).build(),
            Records.model("gbt-1", 7).setRole(ModelRole.RETIRED).build()));

    assertThat(row("fraud.models", "model_version", "gbt-1"))
        .containsEntry("role", "CHAMPION")
        .containsEntry("revision", "9")
        .containsEntry("content", "\\x1f8b");
  }

  @Test
  void theNewestRecommendationOfASessionCounts() throws Exception {
    write(
        "recommendations.current",
        List.of(
            Records.recommendation("s-1", 5).build(),
            Records.recommendation("s-1", 4).setItems(List.of()).build(),
            Records.recommendation("s-2", 1).setCustomerId(null).setItems(List.of()).build()));
    write(
        "recommendations.current",
        List.of(
            Records.recommendation("s-1", 5).setVariant("another").build(),
            Records.recommendation("s-2", 2).setVariant("another").build()));

    assertThat(row("recommendations.current", "session_id", "s-1"))
        .containsEntry("version", "5")
        .containsEntry("interaction_id", "s-1-5")
        .containsEntry("event_time", "2026-03-04 12:00:00.123+00")
        .containsEntry("customer_id", "customer-1")
        .containsEntry(
            "items",
            "[{\"score\": 0.75, \"reason\": \"VIEWED_TOGETHER\", \"because\": \"item-1\", \"item_id\": \"item-2\"},"
                + " {\"score\": 0.25, \"reason\": \"TRENDING\", \"because\": null, \"item_id\": \"item-3\"}]")
        .containsEntry("variant", "baseline")
        .containsEntry("model_version", "neighbours-1")
        .containsEntry("source_topic", "shop.interactions")
        .containsEntry("source_partition", "3")
        .containsEntry("source_offset", "42");
    assertThat(row("recommendations.current", "session_id", "s-2"))
        .containsEntry("version", "2")
        .containsEntry("variant", "another");
  }

  @Test
  void anOutcomeStaysAsItWasFirst() throws Exception {
    write(
        "recommendations.outcomes",
        List.of(
            Records.outcome("i-1").build(),
            Records.outcome("i-2").setSlot(null).setCategory(null).build()));
    write(
        "recommendations.outcomes",
        List.of(Records.outcome("i-1").setKind(InteractionKind.PURCHASE).build()));

    assertThat(row("recommendations.outcomes", "interaction_id", "i-1"))
        .containsEntry("session_id", "s-1")
        .containsEntry("recommendation_version", "5")
        .containsEntry("slot", "0")
        .containsEntry("item_id", "item-2")
        .containsEntry("category", "kettles")
        .containsEntry("kind", "CART")
        .containsEntry("event_time", "2026-03-04 12:00:00.123+00")
        .containsEntry("variant", "baseline")
        .containsEntry("source_topic", "shop.interactions")
        .containsEntry("source_partition", "3")
        .containsEntry("source_offset", "43");
    assertThat(row("recommendations.outcomes", "interaction_id", "i-2"))
        .containsEntry("slot", null)
        .containsEntry("category", null);
  }

  @Test
  void theNewestVersionOfAnAlertCounts() throws Exception {
    write(
        "supply.alerts",
        List.of(
            Records.alert("newest", 2).build(),
            Records.alert("newest", 1).setState(AlertState.RESOLVED).build(),
            Records.bareAlert("bare", 1).build()));
    write(
        "supply.alerts",
        List.of(
            Records.alert("newest", 2).setState(AlertState.SNOOZED).build(),
            Records.bareAlert("bare", 2).setState(AlertState.ACKNOWLEDGED).build()));

    assertThat(row("supply.alerts", "alert_id", "newest"))
        .containsEntry("version", "2")
        .containsEntry("kind", "MISSED_MILESTONE")
        .containsEntry("subject_type", "SHIPMENT")
        .containsEntry("subject_id", "shipment-1")
        .containsEntry("state", "SUPPRESSED")
        .containsEntry("change", "SUPPRESSED")
        .containsEntry("severity", "HIGH")
        .containsEntry("escalation", "1")
        .containsEntry("owner", "inbound-eu")
        .containsEntry("since", "2026-03-04 11:00:00.123+00")
        .containsEntry("opened_at", "2026-03-04 11:30:00.123+00")
        .containsEntry("event_time", "2026-03-04 12:00:00.123+00")
        .containsEntry("resolved_at", "2026-03-04 13:00:00.123+00")
        .containsEntry("snoozed_until", "2026-03-04 14:00:00.123+00")
        .containsEntry("impact_at", "2026-03-04 15:00:00.123+00")
        .containsEntry("parent_id", "port-1")
        .containsEntry("suppressed_children", "3")
        .containsEntry("value_at_risk_minor", "2500000")
        .containsEntry("currency", "EUR")
        .containsEntry("order_ids", "{o-1,o-2}")
        .containsEntry("summary", "Shipment shipment-1 has not arrived.")
        .containsEntry("evidence", "{\"lateHours\": 2.0}")
        .containsEntry("action_kind", "TRANSFER")
        .containsEntry("action_target", "lane-2")
        .containsEntry("action_quantity", "12")
        .containsEntry("action_cost_minor", "60000")
        .containsEntry("action_saves_minor", "2400000")
        .containsEntry("action_gains_hours", "36.5")
        .containsEntry("action_arithmetic", "12 h short.")
        .containsEntry("acted_by", "analyst@example.com")
        .containsEntry("source_topic", "supply.shipment-milestones")
        .containsEntry("source_partition", "3")
        .containsEntry("source_offset", "44");
    assertThat(row("supply.alerts", "alert_id", "bare"))
        .containsEntry("version", "2")
        .containsEntry("state", "ACKNOWLEDGED")
        .containsEntry("order_ids", "{}")
        .containsEntry("evidence", "{}")
        .containsEntry("action_kind", null)
        .containsEntry("action_arithmetic", null)
        .containsEntry("source_topic", null)
        .containsEntry("source_offset", null);
  }

  @Test
  void everyVersionOfAnAlertStays() throws Exception {
    write(
        "supply.alert_history",
        List.of(
            Records.alert("kept", 2).build(),
            Records.bareAlert("kept", 1).build(),
            Records.alert("kept", 2).setState(AlertState.RESOLVED).build()));
    write(
        "supply.alert_history",
        List.of(Records.alert("kept", 1).setState(AlertState.RESOLVED).build()));

    assertThat(row("supply.alert_history", "alert_id || version", "kept2"))
        .containsEntry("state", "SUPPRESSED")
        .containsEntry("evidence", "{\"lateHours\": 2.0}")
        .containsEntry("action_target", "lane-2")
        .containsEntry("source_offset", "44");
    assertThat(row("supply.alert_history", "alert_id || version", "kept1"))
        .containsEntry("state", "OPEN")
        .containsEntry("action_target", null)
        .containsEntry("source_offset", null);
    assertThat(count("supply.alert_history WHERE alert_id = 'kept'")).isEqualTo(2);
    assertThat(count("supply.alerts WHERE alert_id = 'kept'")).isZero();
  }

  @Test
  void aNotificationStaysAsItWasFirst() throws Exception {
    write("supply.notifications", List.of(Records.notification("n-1").build()));
    write(
        "supply.notifications",
        List.of(
            Records.notification("n-1").setHeldBack(9).build(),
            Records.notification("n-2").setAlerts(List.of()).build()));

    assertThat(row("supply.notifications", "notification_id", "n-1"))
        .containsEntry("owner", "inbound-eu")
        .containsEntry("kind", "DIGEST")
        .containsEntry("event_time", "2026-03-04 12:00:00.123+00")
        .containsEntry("severity", "CRITICAL")
        .containsEntry(
            "alerts",
            "[{\"change\": \"OPENED\", \"summary\": \"Shipment shipment-1 has not arrived.\", \"version\": 1, \"alert_id\": \"a-1\"}]")
        .containsEntry("held_back", "7");
    assertThat(row("supply.notifications", "notification_id", "n-2")).containsEntry("alerts", "[]");
  }

  @Test
  void rowThatTheTableRefusesKeepsNoOtherBack() throws Exception {
    List<DeadLetter> refused =
        write(
                "fraud.decisions",
                List.of(
                    Records.decision("beside-1").build(),
                    Records.decision("refused").setAmountMinor(-1).build(),
                    Records.decision("beside-2").build()))
            .refused();

    assertThat(count("fraud.decisions WHERE transaction_id LIKE 'beside-%'")).isEqualTo(2);
    assertThat(count("fraud.decisions WHERE transaction_id = 'refused'")).isZero();
    assertThat(refused).hasSize(1);
    assertThat(refused.get(0))
        .returns("table-writer/fraud.decisions/a-topic/0/1", DeadLetter::getId)
        .returns("table-writer", DeadLetter::getJob)
        .returns(Stage.WRITE, DeadLetter::getStage)
        .returns("row-refused", DeadLetter::getReason)
        .returns(new Source("a-topic", 0, 1L), DeadLetter::getSource)
        .returns(ByteBuffer.wrap(new byte[] {1}), DeadLetter::getValue)
        .returns(true, DeadLetter::getIntact);
    assertThat(refused.get(0).getDetail())
        .startsWith("the database refused the row (SQLSTATE 23514): ")
        .contains("\"decisions_amount_minor_check\"");
  }

  @Test
  void refusedRowsAreCountedFromNoneOn() throws Exception {
    JobID job = write("fraud.rules", List.of(Records.rule("counted", 1).build())).job();

    List<Long> counts = new ArrayList<>();
    METRICS
        .getMetricsByGroup()
        .forEach(
            (group, metrics) -> {
              Map<String, String> labels = group.getAllVariables();
              if (job.toString().equals(labels.get("<job_id>"))
                  && "row-refused".equals(labels.get("<reason>"))) {
                counts.add(((Counter) metrics.get("deadLetters")).getCount());
              }
            });
    assertThat(counts).isNotEmpty().containsOnly(0L);
  }

  /**
   * What became of a run.
   *
   * @param refused what the table did not take
   */
  private record Written(JobID job, List<DeadLetter> refused) {}

  private <T extends SpecificRecordBase> Written write(String table, List<T> records)
      throws Exception {
    TableWriterOptions options = options();
    TableRoute<T> route = route(options, table);
    StreamExecutionEnvironment env = JobEnvironment.create(options.job());
    List<Decoded<T>> decoded = new ArrayList<>();
    for (T record : records) {
      decoded.add(new Decoded<>(record, raw(decoded.size())));
    }
    DataStream<Decoded<T>> stream =
        env.fromData(decoded, Decoded.type(route.type()))
            .setParallelism(1)
            .uid("records")
            .name("records");
    CollectingSink<DeadLetter> refused = new CollectingSink<>();
    sink(options, route).write(stream, route.type()).sinkTo(refused).uid("refused").name("refused");
    return new Written(env.execute().getJobID(), refused.list());
  }

  /** By its table: two tables may take the same records. */
  @SuppressWarnings("unchecked") // a test gives a table its own records
  private static <T extends SpecificRecordBase> TableRoute<T> route(
      TableWriterOptions options, String table) {
    return (TableRoute<T>)
        options.routes().stream()
            .filter(candidate -> candidate.table().name().equals(table))
            .findFirst()
            .orElseThrow();
  }

  /** As the job makes it from the tables that it comes with. */
  private static <T extends SpecificRecordBase> PostgresSink<T> sink(
      TableWriterOptions options, TableRoute<T> route) {
    return new PostgresSink<>(
        options.job().name(),
        options.database(),
        options.input().breaker(),
        route.table(),
        route.row());
  }

  private TableWriterOptions options() throws IOException {
    Path password = Files.writeString(secrets.resolve("writer"), PASSWORD);
    TableWriterOptions options =
        TableWriterOptions.from(
            new String[] {
              "-Dkafka.bootstrap-servers=127.0.0.1:9",
              "-Dschema-registry.url=http://127.0.0.1:9",
              "-Ddatabase.url=" + postgres.url(),
              "-Ddatabase.password-file=" + password,
              "-Djob.checkpoint-interval=1 s"
            });
    assertThat(options.database())
        .extracting(DatabaseOptions::user)
        .as("the job's own role")
        .isEqualTo("writer");
    return options;
  }

  private static RawRecord raw(long offset) {
    return new RawRecord(
        "a-topic",
        0,
        offset,
        Records.TIME.toEpochMilli(),
        null,
        new byte[] {1},
        new String[0],
        new byte[0][]);
  }

  private static Map<String, String> row(String table, String key, String value)
      throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET TIME ZONE 'UTC'");
      try (ResultSet rows =
          statement.executeQuery("SELECT * FROM %s WHERE %s = '%s'".formatted(table, key, value))) {
        assertThat(rows.next()).as("%s = %s in %s", key, value, table).isTrue();
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          row.put(rows.getMetaData().getColumnName(i), rows.getString(i));
        }
        return row;
      }
    }
  }

  private static long count(String tableAndCondition) throws SQLException {
    return Long.parseLong(answer("SELECT count(*) FROM " + tableAndCondition));
  }

  /** Changes with any change in any column of the rows that were replayed. */
  private static String fingerprint() throws SQLException {
    return answer(
        "SELECT md5(string_agg(d::text, '|' ORDER BY transaction_id)) FROM fraud.decisions d"
            + " WHERE transaction_id LIKE 'replayed-%'");
  }

  private static String answer(String sql) throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
