package dev.millrace.tablewriter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.delivery.DatabaseOptions;
import dev.millrace.common.delivery.PostgresSink;
import dev.millrace.common.ingest.Decoded;
import dev.millrace.common.job.JobEnvironment;
import dev.millrace.common.testing.TestPostgres;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.FraudRule;
import dev.millrace.payments.ModelRole;
import dev.millrace.payments.Outcome;
import dev.millrace.payments.RuleState;
import dev.millrace.suite.DeadLetter;
import java.io.IOException;
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
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
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

    write(FraudDecision.class, List.of(full, bare));

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
    write(FraudDecision.class, decisions);
    String before = fingerprint();

    List<FraudDecision> again = new ArrayList<>(decisions);
    // The same payment decided otherwise: the decision that was acted on stays.
    again.add(Records.decision("replayed-0").setOutcome(Outcome.DECLINE).setScore(1).build());
    write(FraudDecision.class, again);

    assertThat(count("fraud.decisions WHERE transaction_id LIKE 'replayed-%'")).isEqualTo(2_500);
    assertThat(fingerprint()).isEqualTo(before);
  }

  @Test
  void deadLettersAreRowsAsTheyCame() throws Exception {
    write(
        DeadLetter.class,
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
        FraudLabel.class,
        List.of(
            Records.label("corrected", known, false).build(),
            Records.label("corrected", known.plusMillis(1), true).build(),
            Records.label("alone", known, false).build()));
    write(
        FraudLabel.class,
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
        FraudRule.class,
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
    write(FraudModel.class, List.of(Records.model("gbt-1", 8).build()));
    write(
        FraudModel.class,
        List.of(
            Records.model("gbt-1", 9).setRole(ModelRole.CHAMPION).build(),
            Records.model("gbt-1", 7).setRole(ModelRole.RETIRED).build()));

    assertThat(row("fraud.models", "model_version", "gbt-1"))
        .containsEntry("role", "CHAMPION")
        .containsEntry("revision", "9")
        .containsEntry("content", "\\x1f8b");
  }

  @Test
  void rowThatTheTableRefusesKeepsNoOtherBack() throws Exception {
    write(
        FraudDecision.class,
        List.of(
            Records.decision("beside-1").build(),
            Records.decision("refused").setAmountMinor(-1).build(),
            Records.decision("beside-2").build()));

    assertThat(count("fraud.decisions WHERE transaction_id LIKE 'beside-%'")).isEqualTo(2);
    assertThat(count("fraud.decisions WHERE transaction_id = 'refused'")).isZero();
  }

  @Test
  void refusedRowsAreCountedFromNoneOn() throws Exception {
    JobID job = write(FraudRule.class, List.of(Records.rule("counted", 1).build()));

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

  private <T extends SpecificRecordBase> JobID write(Class<T> type, List<T> records)
      throws Exception {
    TableWriterOptions options = options();
    StreamExecutionEnvironment env = JobEnvironment.create(options.job());
    List<Decoded<T>> decoded = new ArrayList<>();
    for (T record : records) {
      decoded.add(new Decoded<>(record, raw(decoded.size())));
    }
    DataStream<Decoded<T>> stream =
        env.fromData(decoded, Decoded.type(type)).setParallelism(1).uid("records").name("records");
    sink(options, type)
        .write(stream, type)
        .sinkTo(new DiscardingSink<>())
        .uid("refused")
        .name("refused");
    return env.execute().getJobID();
  }

  /** As the job makes it from the tables that it comes with. */
  @SuppressWarnings("unchecked") // the route that is found is that of the class
  private static <T extends SpecificRecordBase> PostgresSink<T> sink(
      TableWriterOptions options, Class<T> type) {
    TableRoute<T> route =
        (TableRoute<T>)
            options.routes().stream()
                .filter(candidate -> candidate.type().equals(type))
                .findFirst()
                .orElseThrow();
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
