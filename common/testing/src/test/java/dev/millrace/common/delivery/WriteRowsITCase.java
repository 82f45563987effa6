package dev.millrace.common.delivery;

import static dev.millrace.common.testing.RawRecords.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.ingest.Decoded;
import dev.millrace.common.observe.Metrics;
import dev.millrace.common.quality.Breaker;
import dev.millrace.common.testing.Mails;
import dev.millrace.common.testing.TestPostgres;
import dev.millrace.suite.DeadLetter;
import dev.millrace.suite.Header;
import dev.millrace.suite.Source;
import dev.millrace.suite.Stage;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingTaskMetricGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.function.ThrowingRunnable;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sink against a real database. Rows are made from dead letters, which have a field of every
 * kind: the key is {@code reason}, the version is the record's offset, {@code detail} is a text.
 */
@Timeout(180)
class WriteRowsITCase {
  private static final Duration TEST_TIMEOUT = Duration.ofMinutes(3);
  private static final long LONGER_THAN_ANY_RETRY = 60_000;
  private static final int BATCH_ROWS = 100;
  private static final long BATCH_BYTES = 1_000_000;

  private static final Table FIRST = table("s.first", WriteMode.FIRST_WINS);
  private static final Table LATEST = table("s.latest", WriteMode.LATEST_VERSION_WINS);

  /** More than the network holds between two programs on a machine, 4 MB on either side. */
  private static final Row ROW_LARGER_THAN_BUFFERS =
      new Row(new Object[] {"large", 1L, "x".repeat(16 << 20)}, 0);

  private static TestPostgres database;

  @TempDir private Path folder;
  private Path passwordFile;
  private OneInputStreamOperatorTestHarness<Decoded<DeadLetter>, DeadLetter> harness;
  private InterceptingOperatorMetricGroup metrics;

  @BeforeAll
  static void startDatabase() {
    database = TestPostgres.start();
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @BeforeEach
  void createTables() throws Exception {
    passwordFile = Files.writeString(folder.resolve("password"), database.password() + "\n");
    execute("DROP SCHEMA IF EXISTS s CASCADE");
    execute("CREATE SCHEMA s");
    for (String table : List.of("first", "latest")) {
      execute(
          "CREATE TABLE s.%s (id text PRIMARY KEY, version bigint NOT NULL, detail text CHECK (detail <> 'bad'))"
              .formatted(table));
    }
  }

  @AfterEach
  void closeHarness() throws Exception {
    if (harness != null) {
      harness.close();
    }
  }

  @Test
  void theFirstRowOfAKeyStays() throws Exception {
    open(FIRST);

    write(row("a", 1, "one"));
    write(row("a", 2, "two"), row("b", 3, "three"));

    assertThat(rows(FIRST)).containsExactly("a 1 one", "b 3 three");
  }

  @Test
  void aRowMovesForwardOnly() throws Exception {
    open(LATEST);

    write(row("a", 5, "five"));
    write(row("a", 4, "four"), row("b", 1, "one"));
    assertThat(rows(LATEST)).containsExactly("a 5 five", "b 1 one");

    write(row("a", 7, "seven"), row("a", 6, "six"));
    assertThat(rows(LATEST)).containsExactly("a 7 seven", "b 1 one");
  }

  @Test
  void aReplayChangesNothing() throws Exception {
    for (Table table : List.of(FIRST, LATEST)) {
      open(table);
      List<Decoded<DeadLetter>> input = new ArrayList<>();
      for (int i = 0; i < 250; i++) {
        input.add(row("key-" + i % 40, i, "text " + i));
      }
      write(input);
      List<String> before = versions(table);

      write(input);
      closeHarness();
      open(table);
      write(input);

      assertThat(before).hasSize(40);
      assertThat(versions(table)).isEqualTo(before);
    }
  }

  @Test
  void aRefusedRowIsADeadLetterAndItsBatchIsWritten() throws Exception {
    open(FIRST);

    write(row("a", 1, "one"), row("b", 2, "bad"), row("c", 3, "three"), row("d", 4, "a\u0000b"));

    assertThat(rows(FIRST)).containsExactly("a 1 one", "c 3 three");
    List<DeadLetter> letters = harness.extractOutputValues();
    assertThat(letters)
        .extracting(DeadLetter::getId)
        .containsExactlyInAnyOrder(
            "a-job/s.first/payments.transactions/1/2", "a-job/s.first/payments.transactions/1/4");
    DeadLetter letter = letters.get(0);
    assertThat(letter.getStage()).isEqualTo(Stage.WRITE);
    assertThat(letter.getReason()).isEqualTo("row-refused");
    assertThat(letter.getDetail())
        .startsWith(
            "the database refused the row (SQLSTATE 23514): ERROR: new row for relation \"first\""
                + " violates check constraint \"first_detail_check\"");
    assertThat(letter.getValue()).isEqualTo(ByteBuffer.wrap(bytes("original 2")));
    assertThat(letters.get(1).getDetail()).contains("(SQLSTATE 22021): ");
  }

  @Test
  void whatGaveWayToARefusedRowIsWritten() throws Exception {
    open(LATEST);
    write(row("a", 1, "one"), row("a", 3, "bad"), row("a", 2, "two"));
    assertThat(rows(LATEST)).containsExactly("a 2 two");
    assertThat(harness.extractOutputValues())
        .extracting(DeadLetter::getId)
        .containsExactly("a-job/s.latest/payments.transactions/1/3");

    closeHarness();
    open(FIRST);
    write(row("a", 1, "bad"), row("a", 2, "two"), row("a", 3, "three"));
    assertThat(rows(FIRST)).containsExactly("a 2 two");
  }

  @Test
  void everyTypeComesBackAsItWas() throws Exception {
    execute(
        "CREATE TABLE s.types (id text PRIMARY KEY, n integer, l bigint, d float8, b boolean, y"
            + " bytea, t timestamptz, j jsonb, a text[])");
    Table table =
        Table.of(
            "s.types",
            List.of(
                new Column("id", SqlType.TEXT),
                new Column("n", SqlType.INTEGER),
                new Column("l", SqlType.BIGINT),
                new Column("d", SqlType.DOUBLE),
                new Column("b", SqlType.BOOLEAN),
                new Column("y", SqlType.BYTEA),
                new Column("t", SqlType.TIMESTAMPTZ),
                new Column("j", SqlType.JSONB),
                new Column("a", SqlType.TEXT_ARRAY)),
            List.of("id"),
            WriteMode.FIRST_WINS,
            Optional.empty());
    Instant time = Instant.parse("2026-03-29T01:30:00.123Z");
    Instant early = Instant.parse("0001-01-01T00:00:00.001Z");
    Instant late = Instant.parse("9999-12-31T23:59:59.999Z");
    List<String> texts = List.of("a,b", "say \"hi\"", "back\\slash", "NULL", "", "{x}", "\u20ac\n");
    try (JdbcBatchWriter writer = new JdbcBatchWriter(options(), table)) {
      writer.write(
          List.of(
              new Row(
                  new Object[] {
                    "it's \"\\{}, NULL",
                    Integer.MIN_VALUE,
                    Long.MAX_VALUE,
                    Double.MIN_VALUE,
                    true,
                    new byte[] {0, -1, 92, 39},
                    time,
                    "{\"k\": [1, \"\\\"\"]}",
                    texts
                  },
                  0),
              new Row(
                  new Object[] {
                    "early", 0, 0L, Double.NaN, false, new byte[0], early, "null", List.of()
                  },
                  1),
              new Row(new Object[] {"late", null, 1L, null, null, null, late, null, null}, 2),
              new Row(new Object[] {"nulls", null, null, null, null, null, null, null, null}, 3)));
    }

    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT * FROM s.types ORDER BY l")) {
      assertThat(found.next()).isTrue();
      assertThat(found.getString("id")).isEqualTo("early");
      assertThat(found.getDouble("d")).isNaN();
      assertThat(found.getBytes("y")).isEmpty();
      assertThat(found.getObject("t", OffsetDateTime.class).toInstant()).isEqualTo(early);
      assertThat((Object[]) found.getArray("a").getArray()).isEmpty();

      assertThat(found.next()).isTrue();
      assertThat(found.getObject("t", OffsetDateTime.class).toInstant()).isEqualTo(late);

      assertThat(found.next()).isTrue();
      assertThat(found.getString("id")).isEqualTo("it's \"\\{}, NULL");
      assertThat(found.getInt("n")).isEqualTo(Integer.MIN_VALUE);
      assertThat(found.getLong("l")).isEqualTo(Long.MAX_VALUE);
      assertThat(found.getDouble("d")).isEqualTo(Double.MIN_VALUE);
      assertThat(found.getBoolean("b")).isTrue();
      assertThat(found.getBytes("y")).containsExactly(0, -1, 92, 39);
      assertThat(found.getObject("t", OffsetDateTime.class).toInstant()).isEqualTo(time);
      assertThat(found.getString("j")).isEqualTo("{\"k\": [1, \"\\\"\"]}");
      assertThat(Arrays.asList((Object[]) found.getArray("a").getArray())).isEqualTo(texts);

      assertThat(found.next()).isTrue();
      for (int column = 2; column <= 9; column++) {
        assertThat(found.getObject(column)).isNull();
      }
    }
  }

  @Test
  void rowsWaitForADatabaseThatIsAwayAndTheSnapshotDoesNot() throws Exception {
    open(FIRST);
    write(row("before", 0, "x"));
    assertThat(counter(Metrics.ROWS_WRITTEN)).isEqualTo(1);
    assertThat(counter(Metrics.BATCHES_WRITTEN)).isEqualTo(1);
    assertThat(counter(Metrics.WRITE_RETRIES)).isZero();
    // The first batch connects, which takes milliseconds.
    assertThat(gauge(Metrics.WRITE_TIME_MS)).isBetween(1L, TEST_TIMEOUT.toMillis());
    database.stop();
    OperatorSubtaskState whileAway;
    try {
      for (int i = 1; i <= 3 * BATCH_ROWS; i++) {
        process(row("key-" + i, i, "x"));
      }
      awaitRetry();
      advance();
      awaitRetry();
      whileAway = harness.snapshot(1, 1); // on this thread: it would hang if it waited
      assertThat(counter(Metrics.WRITE_RETRIES)).isEqualTo(2);
      assertThat(gauge(Metrics.ROWS_PENDING)).isEqualTo(3 * BATCH_ROWS);
      assertThat(counter(Metrics.ROWS_WRITTEN)).isEqualTo(1);
    } finally {
      database.startAgain();
    }
    runUntilCount(FIRST, 1 + 3 * BATCH_ROWS);
    harness.endInput();
    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(counter(Metrics.ROWS_WRITTEN)).isEqualTo(1 + 3 * BATCH_ROWS);
    // The row before, the one that the outage found in flight alone, and what came after it.
    assertThat(counter(Metrics.BATCHES_WRITTEN)).isEqualTo(1 + 1 + 3);
    assertThat(gauge(Metrics.ROWS_PENDING)).isZero();

    List<String> before = versions(FIRST);
    closeHarness();
    restore(FIRST, whileAway);
    write(row("after", 999, "x"));
    assertThat(versions(FIRST)).containsAll(before).hasSize(2 + 3 * BATCH_ROWS);
  }

  @Test
  void rowsThatWaitSurviveARestartAndNothingIsLeftOnceTheyAreWritten() throws Exception {
    database.stop();
    OperatorSubtaskState state;
    try {
      open(FIRST);
      process(row("a", 1, "one"));
      process(row("b", 2, "bad"));
      state = harness.snapshot(1, 1);
      closeHarness();
    } finally {
      database.startAgain();
    }

    restore(FIRST, state);
    runUntilCount(FIRST, 1);
    Mails.runUntil(harness, () -> harness.extractOutputValues().size() == 1);
    assertThat(harness.extractOutputValues().get(0).getValue())
        .isEqualTo(ByteBuffer.wrap(bytes("original 2")));

    execute("DELETE FROM s.first");
    OperatorSubtaskState empty = harness.snapshot(2, 2);
    closeHarness();
    restore(FIRST, empty);
    write(row("c", 3, "three"));
    assertThat(rows(FIRST)).containsExactly("c 3 three");
  }

  /** Of two copies of a record the first is what was acted on. */
  @Test
  void aRowThatWaitedComesBeforeThoseThatAreReadAfterTheRestart() throws Exception {
    database.stop();
    OperatorSubtaskState state;
    try {
      open(FIRST);
      for (int i = 0; i < 3 * BATCH_ROWS; i++) {
        process(row("key-" + i, 1, "first copy"));
      }
      state = harness.snapshot(1, 1);
      closeHarness();
    } finally {
      database.startAgain();
    }

    restore(FIRST, state);
    for (int i = 3 * BATCH_ROWS - 1; i >= 0; i--) {
      process(row("key-" + i, 2, "second copy"));
    }
    harness.endInput();

    assertThat(rows(FIRST)).hasSize(3 * BATCH_ROWS).allMatch(row -> row.endsWith(" 1 first copy"));
  }

  /** The connection breaks when the database has committed and its answer is on the way. */
  @Test
  void aLostAnswerHasNoSecondEffect() throws Exception {
    for (Table table : List.of(FIRST, LATEST)) {
      try (FaultyProxy network = FaultyProxy.to(database.port())) {
        open(table, options(network));
        write(row("connected", 1, "before"));

        network.loseNextAnswer();
        process(row("a", 1, "one"));
        awaitRetry();
        List<String> committed = versions(table);
        assertThat(committed).hasSize(2);

        advance();
        harness.endInput();
        assertThat(versions(table)).isEqualTo(committed);
        assertThat(harness.extractOutputValues()).isEmpty();
        closeHarness();
      }
    }
  }

  /** The driver's own timeouts hold while it waits for an answer, not while it sends. */
  @Test
  void aConnectionThatHangsWhileItSendsIsGivenUp() throws Exception {
    try (FaultyProxy network = FaultyProxy.to(database.port());
        JdbcBatchWriter writer =
            new JdbcBatchWriter(
                options(network), FIRST, Duration.ofSeconds(5), Duration.ofSeconds(1))) {
      writer.write(List.of(new Row(new Object[] {"a", 1L, "before"}, 0)));
      network.holdRequests();
      try {
        assertThat(inBackground(() -> writer.write(List.of(ROW_LARGER_THAN_BUFFERS))))
            .failsWithin(Duration.ofSeconds(30))
            .withThrowableOfType(ExecutionException.class)
            .havingCause()
            .asInstanceOf(InstanceOfAssertFactories.type(SQLTimeoutException.class))
            .extracting(SQLException::getSQLState)
            .isEqualTo("08006");
      } finally {
        network.passRequests();
      }
      writer.write(List.of(new Row(new Object[] {"b", 2L, "after"}, 0)));
    }
    assertThat(rows(FIRST)).containsExactly("a 1 before", "b 2 after");
  }

  /** Or a cancelled task would wait until Flink ends the process. */
  @Test
  void closingEndsAWriteThatHangsAndDoesNotWaitForIt() throws Exception {
    try (FaultyProxy network = FaultyProxy.to(database.port())) {
      JdbcBatchWriter writer = new JdbcBatchWriter(options(network), FIRST);
      writer.write(List.of(new Row(new Object[] {"a", 1L, "before"}, 0)));
      network.holdRequests();
      try {
        Future<?> write = inBackground(() -> writer.write(List.of(ROW_LARGER_THAN_BUFFERS)));
        network.awaitHeldRequest();

        assertThat(inBackground(writer::close)).succeedsWithin(Duration.ofSeconds(10));
        assertThat(write).failsWithin(Duration.ofSeconds(10));
      } finally {
        network.passRequests();
      }
    }
  }

  @Test
  void aServerThatDiesAmidABatchLeavesNoneOfItAndTakesAllOfItLater() throws Exception {
    open(FIRST);
    write(row("connected", 1, "before"));
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      // The second batch has written b and stands before c.
      statement.execute("INSERT INTO s.first VALUES ('c', 0, 'never committed')");
      process(row("a", 1, "one"));
      process(row("b", 2, "two"));
      process(row("c", 3, "three"));
      String writers =
          "SELECT pid FROM pg_stat_activity WHERE application_name = 'millrace %s' AND wait_event_type = 'Lock'";
      Mails.runUntil(harness, () -> !query(writers, FIRST).isEmpty());
      query("SELECT pg_terminate_backend(" + query(writers, FIRST).get(0) + ")", FIRST);
      awaitRetry();
      assertThat(rows(FIRST)).doesNotContain("b 2 two");
      other.rollback();
    }

    runUntilCount(FIRST, 4);
    assertThat(rows(FIRST))
        .containsExactly("a 1 one", "b 2 two", "c 3 three", "connected 1 before");
    assertThat(harness.extractOutputValues()).isEmpty();
  }

  /** Without an order of keys, the database would end one of them with a deadlock. */
  @Test
  void writersThatMeetInTheSameRowsDoNotDeadlock() throws Exception {
    int keys = 300;
    int batches = 60;
    ExecutorService writers = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int seed = 0; seed < 2; seed++) {
        Random random = new Random(seed);
        done.add(
            writers.submit(
                () -> {
                  try (JdbcBatchWriter writer = new JdbcBatchWriter(options(), LATEST)) {
                    for (long version = 1; version <= batches; version++) {
                      List<Row> batch = new ArrayList<>();
                      for (int key : random.ints(0, keys).distinct().limit(keys).toArray()) {
                        batch.add(new Row(new Object[] {"key-" + key, version, "x"}, key));
                      }
                      writer.write(Row.effective(batch, LATEST));
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
    } finally {
      writers.shutdownNow();
    }
    assertThat(rows(LATEST)).hasSize(keys).allMatch(row -> row.endsWith(" " + batches + " x"));
  }

  /** A writer whose job has long been restarted elsewhere wakes up with what it held. */
  @Test
  void aZombieDoesNotRollARowBack() throws Exception {
    try (JdbcBatchWriter zombie = new JdbcBatchWriter(options(), LATEST);
        JdbcBatchWriter successor = new JdbcBatchWriter(options(), LATEST)) {
      zombie.write(List.of(new Row(new Object[] {"a", 1L, "one"}, 0)));
      successor.write(List.of(new Row(new Object[] {"a", 9L, "nine"}, 0)));
      zombie.write(
          List.of(
              new Row(new Object[] {"a", 5L, "five"}, 0),
              new Row(new Object[] {"b", 6L, "six"}, 1)));
    }
    assertThat(rows(LATEST)).containsExactly("a 9 nine", "b 6 six");
  }

  @Test
  void aChangedPasswordNeedsNoRestart() throws Exception {
    execute("DROP ROLE IF EXISTS changing");
    execute("CREATE ROLE changing LOGIN PASSWORD 'old'");
    execute("GRANT USAGE ON SCHEMA s TO changing");
    execute("GRANT SELECT, INSERT ON s.first TO changing");
    Files.writeString(passwordFile, "wrong");
    open(
        FIRST,
        new DatabaseOptions(database.url(), "changing", passwordFile.toString(), 10, BATCH_BYTES));
    process(row("a", 1, "one"));
    awaitRetry();
    Files.delete(passwordFile);
    advance();
    awaitRetry();
    assertThat(rows(FIRST)).isEmpty();

    Files.writeString(passwordFile, "old\n");
    runUntilCount(FIRST, 1);

    assertThat(rows(FIRST)).containsExactly("a 1 one");
    assertThat(harness.extractOutputValues()).isEmpty();
  }

  /**
   * Each attempt would otherwise leave another statement waiting for the lock, and keep its own.
   */
  @Test
  void aStatementThatTakesTooLongEndsInTheDatabase() throws Exception {
    try (Connection other = database.connect();
        Statement statement = other.createStatement();
        JdbcBatchWriter writer =
            new JdbcBatchWriter(options(), FIRST, Duration.ofSeconds(1), Duration.ofSeconds(5))) {
      other.setAutoCommit(false);
      statement.execute("INSERT INTO s.first VALUES ('a', 0, 'never committed')");
      for (int attempt = 0; attempt < 3; attempt++) {
        assertThatThrownBy(() -> writer.write(List.of(new Row(new Object[] {"a", 1L, "one"}, 0))))
            .isInstanceOf(SQLTimeoutException.class)
            .extracting(error -> ((SQLException) error).getSQLState())
            .isEqualTo("57014");
        assertThat(
                query(
                    "SELECT pid FROM pg_stat_activity WHERE application_name = 'millrace %s' AND wait_event_type = 'Lock'",
                    FIRST))
            .isEmpty();
      }
      other.rollback();
      writer.write(List.of(new Row(new Object[] {"a", 1L, "one"}, 0)));
    }
    assertThat(rows(FIRST)).containsExactly("a 1 one");
  }

  /** A row takes 50 ms here, and a statement has a second. */
  @Test
  void aBatchThatTheDatabaseDoesNotManageInTimeIsWrittenInParts() throws Exception {
    execute(
        "CREATE FUNCTION s.slow() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN PERFORM pg_sleep(0.05); RETURN NEW; END'");
    execute("CREATE TRIGGER slow BEFORE INSERT ON s.latest FOR EACH ROW EXECUTE FUNCTION s.slow()");
    DatabaseOptions options = options();
    harness =
        harness(
            LATEST,
            options,
            sink ->
                () ->
                    new BisectingWriter(
                        new JdbcBatchWriter(
                            options, LATEST, Duration.ofSeconds(1), Duration.ofSeconds(5))));
    harness.open();

    process(row("first", 0, "goes alone"));
    for (int i = 1; i <= 60; i++) {
      process(row("key-" + i % 50, i, i == 30 ? "bad" : "x"));
    }
    runUntilCount(LATEST, 1 + 49);
    harness.endInput();

    assertThat(rows(LATEST)).contains("key-9 59 x", "key-11 11 x").doesNotContain("key-9 9 x");
    assertThat(harness.extractOutputValues()).hasSize(1);
    assertThat(counter(Metrics.WRITE_RETRIES)).isPositive();
    assertThat(gauge(Metrics.ROWS_PENDING)).isZero();
  }

  @Test
  void aConnectionThatIsRefusedForAWrongSettingMakesNoDeadLetter() throws Exception {
    open(
        FIRST,
        new DatabaseOptions(
            database.url() + "?prepareThreshold=x",
            database.user(),
            passwordFile.toString(),
            BATCH_ROWS,
            BATCH_BYTES));
    process(row("a", 1, "one"));
    process(row("b", 2, "two"));
    awaitRetry();
    advance();
    awaitRetry();

    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(rows(FIRST)).isEmpty();
  }

  @Test
  void aMissingTableIsWaitedFor() throws Exception {
    execute("DROP TABLE s.first");
    open(FIRST);
    process(row("a", 1, "one"));
    awaitRetry();

    execute("CREATE TABLE s.first (id text PRIMARY KEY, version bigint, detail text)");
    runUntilCount(FIRST, 1);

    assertThat(harness.extractOutputValues()).isEmpty();
  }

  private static Table table(String name, WriteMode mode) {
    return Table.of(
        name,
        List.of(
            new Column("id", SqlType.TEXT),
            new Column("version", SqlType.BIGINT),
            new Column("detail", SqlType.TEXT)),
        List.of("id"),
        mode,
        mode == WriteMode.LATEST_VERSION_WINS ? Optional.of("version") : Optional.empty());
  }

  private static Decoded<DeadLetter> row(String key, long version, String detail) {
    DeadLetter letter =
        new DeadLetter(
            "id",
            "job",
            Stage.DECODE,
            key,
            detail,
            new Source("t", 0, version),
            Instant.EPOCH,
            null,
            null,
            List.<Header>of(),
            true);
    return new Decoded<>(letter, record(version, bytes("original " + version)));
  }

  private DatabaseOptions options() {
    return new DatabaseOptions(
        database.url(), database.user(), passwordFile.toString(), BATCH_ROWS, BATCH_BYTES);
  }

  private DatabaseOptions options(FaultyProxy network) {
    return new DatabaseOptions(
        "jdbc:postgresql://127.0.0.1:%d/millrace".formatted(network.port()),
        database.user(),
        passwordFile.toString(),
        BATCH_ROWS,
        BATCH_BYTES);
  }

  private void open(Table table) throws Exception {
    open(table, options());
  }

  private void open(Table table, DatabaseOptions options) throws Exception {
    harness = harness(table, options);
    harness.open();
  }

  private void restore(Table table, OperatorSubtaskState state) throws Exception {
    harness = harness(table, options());
    harness.initializeState(state);
    harness.open();
  }

  private OneInputStreamOperatorTestHarness<Decoded<DeadLetter>, DeadLetter> harness(
      Table table, DatabaseOptions options) throws Exception {
    return harness(table, options, sink -> sink::open);
  }

  private OneInputStreamOperatorTestHarness<Decoded<DeadLetter>, DeadLetter> harness(
      Table table,
      DatabaseOptions options,
      Function<PostgresSink<DeadLetter>, WriteRows.Opener> opener)
      throws Exception {
    PostgresSink<DeadLetter> sink =
        new PostgresSink<>(
            "a-job",
            options,
            new Breaker.Limit(10_000, 0.2),
            table,
            letter ->
                new Object[] {
                  letter.getReason(), letter.getSource().getOffset(), letter.getDetail()
                });
    metrics = new InterceptingOperatorMetricGroup();
    return new OneInputStreamOperatorTestHarness<>(
        new WriteRows.Factory<>(sink, Decoded.type(DeadLetter.class), opener.apply(sink)),
        Decoded.type(DeadLetter.class).createSerializer(new SerializerConfigImpl()),
        new MockEnvironmentBuilder().setMetricGroup(taskWith(metrics)).build());
  }

  /** A task whose operators all report to one group. */
  private static TaskMetricGroup taskWith(InternalOperatorMetricGroup operators) {
    return new InterceptingTaskMetricGroup() {
      @Override
      public InternalOperatorMetricGroup getOrAddOperator(
          OperatorID id, String name, Map<String, String> variables) {
        return operators;
      }
    };
  }

  private long counter(String name) {
    return ((Counter) metrics.get(name)).getCount();
  }

  private long gauge(String name) {
    return ((Number) ((Gauge<?>) metrics.get(name)).getValue()).longValue();
  }

  private static Future<?> inBackground(ThrowingRunnable<Exception> work) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              work.run();
              return null;
            });
    Thread thread = new Thread(task, "background");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private void process(Decoded<DeadLetter> row) throws Exception {
    harness.processElement(new StreamRecord<>(row));
  }

  @SafeVarargs
  private void write(Decoded<DeadLetter>... rows) throws Exception {
    for (Decoded<DeadLetter> row : rows) {
      process(row);
    }
    harness.endInput();
  }

  /** Passes the rows and waits until all that came in was written or refused. */
  private void write(List<Decoded<DeadLetter>> rows) throws Exception {
    for (Decoded<DeadLetter> row : rows) {
      process(row);
    }
    harness.endInput();
  }

  private void awaitRetry() throws Exception {
    Mails.runUntil(harness, () -> harness.getProcessingTimeService().getNumActiveTimers() > 0);
  }

  private void advance() {
    try {
      harness.setProcessingTime(harness.getProcessingTime() + LONGER_THAN_ANY_RETRY);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lets retries come until the table has this many rows. */
  private void runUntilCount(Table table, int count) throws Exception {
    Mails.runUntil(
        harness,
        () -> {
          advance();
          return rows(table).size() == count;
        });
  }

  private static List<String> rows(Table table) {
    return query("SELECT id || ' ' || version || ' ' || detail FROM %s ORDER BY id", table);
  }

  /** Rows with the transaction that wrote them: a row that is written again has another. */
  private static List<String> versions(Table table) {
    return query("SELECT id || ' ' || version || ' ' || xmin FROM %s ORDER BY id", table);
  }

  private static List<String> query(String sql, Table table) {
    List<String> rows = new ArrayList<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql.formatted(table.name()))) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return rows;
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
