package dev.millrace.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.console.FailureLine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;

/** Against a real database as the role writer, and a broker in memory. */
class ReplayITCase {
  @RegisterExtension static final MigratedDatabase DATABASE = new MigratedDatabase();

  private static final String INSERT =
      """
      INSERT INTO ops.dead_letters (id, job, stage, reason, detail, source_topic, source_partition, source_offset,
        record_time, key, value, headers, intact)
      VALUES (?, 'fraud-scoring', 'DECODE', ?, 'a sentence', ?, ?, ?, now(), ?, ?, ?::jsonb, ?)
      """;
  private static final String REPLAYED =
      "SELECT id FROM ops.dead_letters WHERE replayed_at IS NOT NULL ORDER BY id";

  private final FakeBroker broker = new FakeBroker();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void empty() throws Exception {
    try (Connection connection = DATABASE.connect("owner");
        Statement statement = connection.createStatement()) {
      statement.execute("TRUNCATE ops.dead_letters");
    }
  }

  @Test
  void putsRecordsBackInTheOrderOfTheirPartitionsAndMarksThem() throws Exception {
    insert("c", "unknown-schema-id", 3, 9);
    insert("a", "unknown-schema-id", 3, 10);
    insert("b", "unknown-schema-id", 0, 11);
    insert("other", "bad-magic-byte", 0, 1);

    assertThat(replay("--reason", "unknown-schema-id")).as(err::toString).isZero();

    assertThat(sentIds()).containsExactly("b", "c", "a");
    assertThat(broker.sent()).extracting(ProducerRecord::partition).containsExactly(0, 3, 3);
    assertThat(rows(REPLAYED)).containsExactly("a", "b", "c");
    assertThat(out.toString())
        .startsWith("ID  REASON             ATTEMPT  WHAT HAPPENED\n")
        .contains(
            "c   unknown-schema-id  1        put back into payments.transactions, partition 3\n")
        .endsWith("\n3 of 3 dead letters replayed.\n");
  }

  @Test
  void aSecondReplayFindsNothing() throws Exception {
    insert("a", "unknown-schema-id", 0, 1);
    replay("--all");
    out.getBuffer().setLength(0);

    assertThat(replay("--all")).isZero();

    assertThat(out).hasToString("No dead letter to replay.\n");
    assertThat(broker.sent()).hasSize(1);
  }

  @Test
  void keyValueAndHeadersAreTheRecords() throws Exception {
    String headers =
        "[{\"name\": \"trace\", \"value\": \"YWJj\"}, {\"name\": \"none\", \"value\": null}]";
    insert("nulls", 0, 1, null, null, "[]");
    insert("empty", 0, 2, new byte[0], new byte[0], "[]");
    insert("bytes", 0, 3, new byte[] {0, -1}, new byte[] {0, 0, 0, 0, 7, -128}, headers);

    assertThat(replay("--all")).isZero();

    assertThat(broker.sent())
        .extracting(ProducerRecord::key)
        .containsExactly(null, new byte[0], new byte[] {0, -1});
    assertThat(broker.sent())
        .extracting(ProducerRecord::value)
        .containsExactly(null, new byte[0], new byte[] {0, 0, 0, 0, 7, -128});
    assertThat(broker.sent().get(2).headers().toArray())
        .extracting(header -> header.key())
        .containsExactly("trace", "none", "millrace-replay-attempt", "millrace-replay-of");
    assertThat(broker.sent().get(2).headers().lastHeader("none").value()).isNull();
  }

  @Test
  void aDryRunLeavesEverythingAlone() throws Exception {
    insert("a", "unknown-schema-id", 0, 1);
    insert("cut", "record-too-large", 0, 2, "[]", false);

    assertThat(replay("--all", "--dry-run")).isEqualTo(1);

    assertThat(broker.sent()).isEmpty();
    assertThat(rows(REPLAYED)).isEmpty();
    assertThat(out.toString())
        .contains("would be put back into payments.transactions, partition 0\n")
        .contains("not-intact: was cut or masked; the original is in topic payments.transactions,")
        .endsWith("1 of 2 dead letters would be replayed.\n");
    assertThat(err.toString()).startsWith("replay: 1 of 2 would not be replayed: 1 not-intact (");
  }

  @Test
  void whatCannotBeReplayedIsCountedByCauseAndTheRestIsReplayed() throws Exception {
    insert("a", "unknown-schema-id", 0, 1);
    insert("cut", "record-too-large", 0, 2, "[]", false);
    insert("beyond", "unknown-schema-id", 8, 3);
    insert(
        "loops",
        "unknown-schema-id",
        0,
        4,
        "[{\"name\": \"millrace-replay-attempt\", \"value\": \"Mw==\"}]",
        true);

    assertThat(replay("--all", "--json")).isEqualTo(1);

    assertThat(sentIds()).containsExactly("a");
    assertThat(rows(REPLAYED)).containsExactly("a");
    assertThat(out.toString())
        .startsWith(
            "{\"selected\":4,\"replayed\":1,\"replayable\":1,\"skipped\":{\"max-attempts\":1,\"no-such-partition\":1,\"not-intact\":1},\"dryRun\":false,")
        .contains("{\"id\":\"loops\",\"reason\":\"unknown-schema-id\",\"attempt\":0,");
    assertThat(err)
        .hasToString(
            "replay: 3 of 4 not replayed: 1 not-intact (bytes were cut or masked, the original is on its topic only), 1 max-attempts (refused after every replay, repair the cause first), 1 no-such-partition (the original topic has fewer partitions now)\n");
  }

  @Test
  void moreAttemptsMayBeAllowed() throws Exception {
    insert(
        "loops",
        "unknown-schema-id",
        0,
        4,
        "[{\"name\": \"millrace-replay-attempt\", \"value\": \"Mw==\"}]",
        true);

    assertThat(replay("--all", "--max-attempts", "4")).isZero();
    assertThat(
            new String(
                broker.sent().get(0).headers().lastHeader("millrace-replay-attempt").value(),
                UTF_8))
        .isEqualTo("4");
  }

  @Test
  void aNamedLetterThatIsNotThereOrWasReplayedIsSaid() throws Exception {
    insert("a", "unknown-schema-id", 0, 1);
    insert("b", "unknown-schema-id", 0, 2);

    assertThat(replay("a")).isZero();
    assertThat(replay("a", "b", "x")).isEqualTo(1);

    assertThat(sentIds()).containsExactly("a", "b");
    assertThat(err)
        .hasToString(
            "replay: 2 of 3 not replayed: 1 already-replayed (a record refused again has a dead letter of its own), 1 unknown-id (no dead letter has this id)\n");
  }

  @Test
  void theLimitTakesTheOldest() throws Exception {
    insert("new", "unknown-schema-id", 0, 1);
    insert("old", "unknown-schema-id", 1, 1);
    try (Connection connection = DATABASE.connect("owner");
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE ops.dead_letters SET recorded_at = now() - interval '1 day' WHERE id = 'old'");
    }

    assertThat(replay("--all", "--limit", "1")).isZero();
    assertThat(sentIds()).containsExactly("old");
    assertThat(replay("--since", "1h")).isZero();
    assertThat(sentIds()).containsExactly("old", "new");
  }

  @Test
  void aRecordThatKafkaRefusesStaysAndTheOthersAreMarked() throws Exception {
    insert("a", "unknown-schema-id", 0, 1);
    insert("large", "unknown-schema-id", 0, 2);
    insert("z", "unknown-schema-id", 0, 3);
    broker.answering(
        record ->
            idOf(record).equals("large")
                ? Optional.of(new RecordTooLargeException("larger than\n the topic takes"))
                : Optional.empty());

    assertThat(replay("--all")).isEqualTo(1);

    assertThat(rows(REPLAYED)).containsExactly("a", "z");
    assertThat(out.toString()).contains("refused-by-kafka: larger than the topic takes\n");
  }

  @Test
  void withoutAnswerFromKafkaItStopsAfterTheBatch() throws Exception {
    insertMany(1_200);
    broker.answering(record -> Optional.of(new TimeoutException("no answer")));

    assertThat(replay("--all")).isEqualTo(1);

    assertThat(rows(REPLAYED)).isEmpty();
    assertThat(err.toString()).startsWith("replay: 500 of 500 not replayed: 500 not-confirmed (");
    assertThat(out.toString().lines().count()).as("a readable size").isLessThan(30);
  }

  @Test
  void manyAreReplayedBatchByBatch() throws Exception {
    insertMany(1_200);

    assertThat(replay("--all")).isZero();

    assertThat(broker.sent()).hasSize(1_200);
    assertThat(rows(REPLAYED)).hasSize(1_200);
    assertThat(out.toString()).endsWith("... and 1180 more\n1200 of 1200 dead letters replayed.\n");
  }

  @Test
  void twoAtOnceNeverSendARowTwice() throws Exception {
    insertMany(1_200);
    // Each waits in its first batch until the other is in one too.
    CyclicBarrier both = new CyclicBarrier(2);
    ThreadLocal<Boolean> waited = ThreadLocal.withInitial(() -> false);
    broker.beforeSend(
        () -> {
          if (!waited.get()) {
            waited.set(true);
            await(both);
          }
        });
    ExecutorService people = Executors.newFixedThreadPool(2);
    try {
      List<Future<Integer>> exits = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        exits.add(people.submit(() -> execute(new StringWriter(), new StringWriter(), "--all")));
      }
      for (Future<Integer> exit : exits) {
        assertThat(exit.get(60, TimeUnit.SECONDS)).as("each left rows to the other").isOne();
      }
    } finally {
      people.shutdownNow();
    }

    assertThat(sentIds()).hasSize(1_200).doesNotHaveDuplicates();
    assertThat(rows(REPLAYED)).hasSize(1_200);
  }

  @Test
  void whoDiesBeforeTheCommitHasMarkedNothing() throws Exception {
    insert("a", "unknown-schema-id", 0, 1);
    AtomicBoolean died = new AtomicBoolean();
    FakeBroker dying =
        new FakeBroker()
            .beforeSend(
                () -> {
                  died.set(true);
                  throw new IllegalStateException("killed");
                });
    try (Connection connection = DATABASE.connect("writer")) {
      LiveReplay replay = new LiveReplay(connection, new ReplayPlan(3, dying::topic), dying);
      assertThatThrownBy(() -> replay.replay(List.of("a"))).hasMessage("killed");
    }

    assertThat(died).isTrue();
    assertThat(replay("--all")).isZero();
    assertThat(rows(REPLAYED)).containsExactly("a");
  }

  @Test
  void withoutSayingWhichNothingIsReplayed() throws Exception {
    insert("a", "unknown-schema-id", 0, 1);

    for (List<String> arguments :
        List.of(List.<String>of(), List.of("--limit", "5"), List.of("--dry-run"))) {
      err.getBuffer().setLength(0);
      assertThat(replay(arguments.toArray(String[]::new))).isEqualTo(1);
      assertThat(err)
          .hasToString(
              "replay: say which: IDs, --reason, --stage, --topic, --job, --since, --until, or --all for all that were not replayed\n");
    }
    assertThat(broker.sent()).isEmpty();
  }

  @Test
  void whatContradictsItselfOrIsOutOfRangeIsRefused() {
    assertRefused("IDs, filters and --all exclude each other", "a", "--all");
    assertRefused("IDs, filters and --all exclude each other", "a", "--reason", "x");
    assertRefused("--limit must be at least 1, not 0", "--all", "--limit", "0");
    assertRefused("--limit is for filters and --all, not for IDs", "a", "b", "--limit", "1");
    assertRefused(
        "--stage must be one of DECODE, VALIDATE, PROCESS, WRITE, not 'DEKODE'",
        "--stage",
        "DEKODE");
    assertRefused("--max-attempts must be 1 to 1000, not 0", "--all", "--max-attempts", "0");
    assertRefused(
        "--until takes 90s, 15m, 2h, 7d, 2026-11-22 or 2026-11-22T10:00:00Z, not 'now'",
        "--until",
        "now");
  }

  private void assertRefused(String message, String... arguments) {
    err.getBuffer().setLength(0);
    assertThat(replay(arguments)).isEqualTo(1);
    assertThat(err).hasToString("replay: " + message + "\n");
  }

  private int replay(String... arguments) {
    return execute(out, err, arguments);
  }

  private int execute(StringWriter to, StringWriter errors, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of(
            "--database-url",
            DATABASE.database().url(),
            "--secrets",
            DATABASE.secrets().toString(),
            "--bootstrap-servers",
            "in-memory:1"));
    return new CommandLine(new ReplayDeadLettersCommand(servers -> broker))
        .setExecutionExceptionHandler(FailureLine.ofTheCommand())
        .setOut(new PrintWriter(to))
        .setErr(new PrintWriter(errors, true))
        .execute(all.toArray(String[]::new));
  }

  private List<String> sentIds() {
    return broker.sent().stream().map(ReplayITCase::idOf).toList();
  }

  private static String idOf(ProducerRecord<byte[], byte[]> record) {
    return new String(record.headers().lastHeader("millrace-replay-of").value(), UTF_8);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("the other replay did not come", e);
    }
  }

  private static void insert(String id, String reason, int partition, long offset)
      throws Exception {
    insert(id, reason, partition, offset, "[]", true);
  }

  private static void insert(
      String id, String reason, int partition, long offset, String headers, boolean intact)
      throws Exception {
    insert(id, reason, partition, offset, id.getBytes(UTF_8), id.getBytes(UTF_8), headers, intact);
  }

  private static void insert(
      String id, int partition, long offset, byte[] key, byte[] value, String headers)
      throws Exception {
    insert(id, "unknown-schema-id", partition, offset, key, value, headers, true);
  }

  private static void insert(
      String id,
      String reason,
      int partition,
      long offset,
      byte[] key,
      byte[] value,
      String headers,
      boolean intact)
      throws Exception {
    try (Connection connection = DATABASE.connect("writer");
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      insert.setString(1, id);
      insert.setString(2, reason);
      insert.setString(3, "payments.transactions");
      insert.setInt(4, partition);
      insert.setLong(5, offset);
      insert.setBytes(6, key);
      insert.setBytes(7, value);
      insert.setString(8, headers);
      insert.setBoolean(9, intact);
      insert.executeUpdate();
    }
  }

  private static void insertMany(int count) throws Exception {
    try (Connection connection = DATABASE.connect("writer");
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO ops.dead_letters (id, job, stage, reason, detail, source_topic, source_partition, source_offset,
            record_time, headers)
          SELECT 'many-' || n, 'fraud-scoring', 'DECODE', 'unknown-schema-id', 'a sentence', 'payments.transactions',
            n %% 8, n, now(), '[]' FROM generate_series(1, %d) AS n
          """
              .formatted(count));
    }
  }

  private static List<String> rows(String sql) throws Exception {
    List<String> values = new ArrayList<>();
    try (Connection connection = DATABASE.connect("analyst");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
