package dev.millrace.common.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.ingest.Decoded;
import dev.millrace.common.ingest.MassRefusalException;
import dev.millrace.common.observe.Metrics;
import dev.millrace.common.quality.Breaker;
import dev.millrace.common.quality.DeadLetters;
import dev.millrace.common.testing.Mails;
import dev.millrace.suite.DeadLetter;
import dev.millrace.suite.Source;
import dev.millrace.suite.Stage;
import java.io.Serializable;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.metrics.groups.InternalOperatorMetricGroup;
import org.apache.flink.runtime.metrics.groups.TaskMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingOperatorMetricGroup;
import org.apache.flink.runtime.metrics.util.InterceptingTaskMetricGroup;
import org.apache.flink.runtime.operators.testutils.MockEnvironmentBuilder;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sink before a table that refuses rows; {@link WriteRowsITCase} has a real one. */
@Timeout(120)
class WriteRowsTest {
  private static final String JOB = "table-writer";
  private static final Set<Thread> READERS = ConcurrentHashMap.newKeySet();

  private OneInputStreamOperatorTestHarness<Decoded<DeadLetter>, DeadLetter> harness;
  private volatile InterceptingOperatorMetricGroup metrics;

  @BeforeEach
  void open() throws Exception {
    open("s.t");
  }

  private void open(String table) throws Exception {
    open(table, 100, new Breaker.Limit(10_000, 0.2), row -> true);
  }

  private void open(String table, int batchRows, Breaker.Limit breaker, RefusedRows refused)
      throws Exception {
    harness =
        harness(table, batchRows, breaker, () -> new BisectingWriter(new RefusingTable(refused)));
    harness.open();
  }

  private OneInputStreamOperatorTestHarness<Decoded<DeadLetter>, DeadLetter> harness(
      String table, int batchRows, Breaker.Limit breaker, WriteRows.Opener opener)
      throws Exception {
    PostgresSink<DeadLetter> sink =
        new PostgresSink<>(
            JOB,
            new DatabaseOptions(
                "jdbc:postgresql://127.0.0.1:9/x", "writer", "/none", batchRows, 100_000),
            breaker,
            table(table),
            letter -> {
              READERS.add(Thread.currentThread());
              return new Object[] {letter.getId()};
            });
    metrics = new InterceptingOperatorMetricGroup();
    return new OneInputStreamOperatorTestHarness<>(
        new WriteRows.Factory<>(sink, Decoded.type(DeadLetter.class), opener),
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

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void aTableThatRefusesTooManyRowsStopsTheJobForGood() {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 3_000; i++) {
                process("payments.fraud-decisions", letter("fraud-scoring", "a-topic", i));
              }
              harness.endInput();
            })
        .isInstanceOf(SuppressRestartsException.class)
        .cause()
        .isInstanceOf(MassRefusalException.class)
        .hasMessageStartingWith(
            "table s.t: 2001 of the last 10000 records were refused, more than input.breaker-share"
                + " (0.2) allows; the job stops and keeps its offsets. The newest: row-refused, the"
                + " database refused the row (SQLSTATE 23514): violates check");
    assertThat(harness.extractOutputValues()).hasSize(2_001);
  }

  @Test
  void belowTheShareEachRefusedRowIsADeadLetter() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      process("payments.fraud-decisions", letter("fraud-scoring", "a-topic", i));
    }
    harness.endInput();

    assertThat(harness.extractOutputValues()).hasSize(2_000);
  }

  /** The breaker looks at less than a batch: which rows stand beside each other is what counts. */
  @Test
  void aFewRefusedRowsInALargeBatchDoNotStopTheJob() throws Exception {
    harness.close();
    open("s.t", 1_000, new Breaker.Limit(100, 0.2), row -> number(row) % 33 == 0);

    for (int i = 0; i < 3_000; i++) {
      process("payments.fraud-decisions", letter("fraud-scoring", "a-topic", i));
    }
    harness.endInput();

    assertThat(harness.extractOutputValues()).hasSize(91);
  }

  @Test
  void aRunOfRefusedRowsInALargeBatchStopsTheJobWhereverItIs() throws Exception {
    harness.close();
    open("s.t", 1_000, new Breaker.Limit(100, 0.2), row -> number(row) / 30 == 10);

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1_000; i++) {
                process("payments.fraud-decisions", letter("fraud-scoring", "a-topic", i));
              }
              harness.endInput();
            })
        .isInstanceOf(SuppressRestartsException.class)
        .cause()
        .hasMessageStartingWith("table s.t: 21 of the last 100 records were refused");
  }

  @Test
  void aRecordThatTwoTablesRefuseHasTwoLetters() throws Exception {
    process("supply.alerts", letter("a-job", "a-topic", 7));
    harness.endInput();
    assertThat(harness.extractOutputValues())
        .extracting(DeadLetter::getId, DeadLetter::getJob)
        .containsExactly(tuple("table-writer/s.t/supply.alerts/0/7", JOB));
    harness.close();

    open("s.other");
    process("supply.alerts", letter("a-job", "a-topic", 7));
    harness.endInput();
    assertThat(harness.extractOutputValues())
        .extracting(DeadLetter::getId)
        .containsExactly("table-writer/s.other/supply.alerts/0/7");
  }

  @Test
  void aLetterThatIsRefusedIsALetterAgain() throws Exception {
    process(DeadLetters.TOPIC, letter("fraud-scoring", "payments.transactions", 1));
    harness.endInput();

    assertThat(harness.extractOutputValues()).hasSize(1);
  }

  @Test
  void aLetterAboutALetterWaits() throws Exception {
    process(DeadLetters.TOPIC, letter(JOB, DeadLetters.TOPIC, 1));
    for (int attempt = 0; attempt < 5; attempt++) {
      Mails.runUntil(harness, () -> harness.getProcessingTimeService().getNumActiveTimers() > 0);
      harness.setProcessingTime(harness.getProcessingTime() + 60_000);
    }

    assertThat(harness.extractOutputValues()).isEmpty();
  }

  /** A checkpoint may copy the records at any time, and moves the positions of their buffers. */
  @Test
  void onlyTheTasksThreadReadsRecords() throws Exception {
    harness.close();
    READERS.clear();
    open("s.t", 2, new Breaker.Limit(10_000, 0.2), row -> false);

    for (int i = 0; i < 10; i++) {
      process("payments.fraud-decisions", letter("fraud-scoring", "a-topic", i));
    }
    harness.endInput();

    assertThat(READERS).containsExactly(Thread.currentThread());
  }

  /** Tried again unchanged, such a batch would be in the way for ever. */
  @Test
  void aBatchThatTakesTooLongIsWrittenInPartsAndTheNextOnesAreToo() throws Exception {
    harness.close();
    Set<String> written = ConcurrentHashMap.newKeySet();
    harness =
        harness(
            "s.t",
            100,
            new Breaker.Limit(10_000, 0.2),
            () -> new BisectingWriter(new FakeTable(written, rows -> rows <= 7)));
    harness.open();

    for (int i = 0; i < 300; i++) {
      process("payments.fraud-decisions", letter("fraud-scoring", "a-topic", i));
    }
    Mails.runUntil(
        harness,
        () -> {
          advance();
          return gauge(Metrics.ROWS_PENDING) == 0;
        });

    assertThat(written).hasSize(300);
    assertThat(harness.extractOutputValues()).isEmpty();
    assertThat(counter(Metrics.ROWS_WRITTEN)).isEqualTo(300);
    // The first row goes alone, and what came meanwhile follows.
    assertThat(counter(Metrics.BATCHES_WRITTEN)).isEqualTo(1 + 3);
    assertThat(counter(Metrics.WRITE_RETRIES)).isPositive();
    assertThat(gauge(Metrics.STATEMENT_ROWS)).isLessThan(100);
  }

  @Test
  void aBatchOfWhichAPartIsWrittenWaitsInTheStateAsAWhole() throws Exception {
    harness.close();
    Set<String> written = ConcurrentHashMap.newKeySet();
    harness =
        harness(
            "s.t",
            100,
            new Breaker.Limit(10_000, 0.2),
            () ->
                new BisectingWriter(
                    new FakeTable(written, rows -> rows <= 7 && written.size() < 50)));
    harness.open();
    for (int i = 0; i < 101; i++) {
      process("payments.fraud-decisions", letter("fraud-scoring", "a-topic", i));
    }
    Mails.runUntil(
        harness,
        () -> {
          advance();
          return written.size() >= 50;
        });

    assertThat(counter(Metrics.ROWS_WRITTEN)).isEqualTo(1);
    assertThat(written).hasSizeBetween(50, 100);
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    Set<String> writtenAfter = ConcurrentHashMap.newKeySet();
    harness =
        harness(
            "s.t",
            100,
            new Breaker.Limit(10_000, 0.2),
            () -> new BisectingWriter(new FakeTable(writtenAfter, rows -> true)));
    harness.initializeState(state);
    harness.open();
    harness.endInput();
    assertThat(writtenAfter).hasSize(100);
  }

  /** The task's thread is one of its own here: it is to stand still until the database is back. */
  @Test
  void theInputIsHeldBackWhileTheRoomForWaitingRowsIsFull() throws Exception {
    int batchRows = 10;
    // The first row is in flight alone.
    int room = 1 + WaitingRows.BATCHES * batchRows;
    int all = 3 * room;
    Set<String> written = ConcurrentHashMap.newKeySet();
    AtomicBoolean back = new AtomicBoolean();
    AtomicInteger taken = new AtomicInteger();
    CompletableFuture<OneInputStreamOperatorTestHarness<?, ?>> operator = new CompletableFuture<>();
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              OneInputStreamOperatorTestHarness<Decoded<DeadLetter>, DeadLetter> blocking =
                  harness(
                      "s.t",
                      batchRows,
                      new Breaker.Limit(10_000, 0.2),
                      () -> new BisectingWriter(new FakeTable(written, rows -> back.get())));
              try {
                blocking.open();
                operator.complete(blocking);
                for (int i = 0; i < all; i++) {
                  blocking.processElement(record("a-topic", letter("a-job", "a-topic", i)));
                  taken.incrementAndGet();
                }
                blocking.endInput();
              } finally {
                blocking.close();
              }
              return null;
            });
    Thread thread = new Thread(task, "task");
    thread.setDaemon(true);
    thread.start();
    try {
      OneInputStreamOperatorTestHarness<?, ?> blocking = operator.get(60, TimeUnit.SECONDS);
      for (int attempt = 1; attempt <= 3; attempt++) {
        int failed = attempt;
        await(
            () ->
                counter(Metrics.WRITE_RETRIES) == failed
                    && taken.get() >= room
                    && isWaiting(thread));
        assertThat(taken).hasValue(room);
        assertThat(gauge(Metrics.ROWS_PENDING)).isEqualTo(room);
        assertThat(task).isNotDone();
        assertThat(written).isEmpty();
        back.set(attempt == 3);
        retryOn(blocking);
      }
      task.get(60, TimeUnit.SECONDS);
    } finally {
      thread.interrupt();
    }

    assertThat(taken).hasValue(all);
    assertThat(written).hasSize(all);
    assertThat(gauge(Metrics.ROWS_PENDING)).isZero();
  }

  private static boolean isWaiting(Thread thread) {
    return Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING).contains(thread.getState());
  }

  /** Lets time pass as a task does, on its own thread. */
  private static void retryOn(OneInputStreamOperatorTestHarness<?, ?> operator) {
    operator
        .getTaskMailbox()
        .put(
            new Mail(
                () -> operator.setProcessingTime(operator.getProcessingTime() + 60_000),
                TaskMailbox.MAX_PRIORITY,
                "time passes"));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the condition did not hold in time").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  private void advance() {
    try {
      harness.setProcessingTime(harness.getProcessingTime() + 60_000);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private long counter(String name) {
    return ((Counter) metrics.get(name)).getCount();
  }

  private long gauge(String name) {
    return ((Number) ((Gauge<?>) metrics.get(name)).getValue()).longValue();
  }

  private void process(String topic, DeadLetter letter) throws Exception {
    harness.processElement(record(topic, letter));
  }

  private static StreamRecord<Decoded<DeadLetter>> record(String topic, DeadLetter letter) {
    long offset = letter.getSource().getOffset();
    RawRecord raw =
        new RawRecord(topic, 0, offset, 0, null, new byte[] {1}, new String[0], new byte[0][]);
    return new StreamRecord<>(new Decoded<>(letter, raw));
  }

  private static Table table(String name) {
    return Table.of(
        name,
        List.of(new Column("id", SqlType.TEXT)),
        List.of("id"),
        WriteMode.FIRST_WINS,
        Optional.empty());
  }

  private static DeadLetter letter(String job, String sourceTopic, long offset) {
    return new DeadLetter(
        "id-" + offset,
        job,
        Stage.DECODE,
        "empty",
        "the value is empty",
        new Source(sourceTopic, 0, offset),
        Instant.EPOCH,
        null,
        null,
        List.of(),
        true);
  }

  /** The number in a row's id. */
  private static long number(Row row) {
    return Long.parseLong(((String) row.values()[0]).substring("id-".length()));
  }

  @FunctionalInterface
  private interface RefusedRows extends Predicate<Row>, Serializable {}

  private record RefusingTable(RefusedRows refused) implements BatchWriter {
    @Override
    public void write(List<Row> rows) throws SQLException {
      if (rows.stream().anyMatch(refused)) {
        throw new SQLException("violates check", "23514");
      }
    }

    @Override
    public void close() {}
  }

  @FunctionalInterface
  private interface InTime extends IntPredicate, Serializable {}

  /** Takes statements of so many rows in time. */
  private record FakeTable(Set<String> written, InTime inTime) implements BatchWriter {
    @Override
    public void write(List<Row> rows) throws SQLException {
      if (!inTime.test(rows.size())) {
        throw new SQLTimeoutException("canceling statement due to statement timeout", "57014");
      }
      rows.forEach(row -> written.add((String) row.values()[0]));
    }

    @Override
    public void close() {}
  }
}
