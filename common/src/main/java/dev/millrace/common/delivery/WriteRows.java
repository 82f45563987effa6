package dev.millrace.common.delivery;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.ingest.Decoded;
import dev.millrace.common.ingest.MassRefusalException;
import dev.millrace.common.job.Backoff;
import dev.millrace.common.job.SideThread;
import dev.millrace.common.observe.LabelledCounter;
import dev.millrace.common.observe.Metrics;
import dev.millrace.common.quality.Breaker;
import dev.millrace.common.quality.DeadLetters;
import dev.millrace.common.quality.Refusal;
import dev.millrace.suite.DeadLetter;
import dev.millrace.suite.Stage;
import java.io.Serializable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator of {@link PostgresSink}.
 *
 * <p>One batch at a time is in flight, on a thread of its own. What comes in meanwhile makes up the
 * next batch: under load batches grow by themselves, without load a row waits for nothing. Once
 * {@link WaitingRows#BATCHES} batches wait, the input is held back.
 *
 * <p>A batch is one statement, unless the database takes too long for it: {@link StatementRows}. It
 * is done, and the next one begins, when all of it is written or refused.
 *
 * <p>The table of dead letters takes part in a circle: what it refuses is a letter again, and comes
 * back. A letter about a letter is therefore the last. If the table refuses it too, the fault is
 * the table's, and the rows wait.
 */
final class WriteRows<T extends SpecificRecordBase> extends AbstractStreamOperator<DeadLetter>
    implements OneInputStreamOperator<Decoded<T>, DeadLetter>, BoundedOneInput {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(WriteRows.class);

  private static final String ROW_REFUSED = "row-refused";
  private static final Backoff RETRIES = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));

  /** Opens the way to the table, on the cluster. */
  @FunctionalInterface
  interface Opener extends Supplier<BisectingWriter>, Serializable {}

  private final PostgresSink<T> sink;
  private final TypeInformation<Decoded<T>> inputType;
  private final Opener opener;
  private final transient MailboxExecutor mailbox;

  private transient BisectingWriter writer;
  private transient SideThread writing;
  private transient StatementRows statementRows;
  private transient Breaker breaker;
  private transient WaitingRows<T> pending;
  private transient List<Decoded<T>> inFlight;
  private transient ListState<Decoded<T>> checkpointed;
  private transient Counter rows;
  private transient Counter batches;
  private transient Counter retried;
  private transient LabelledCounter refusedRows;
  private transient volatile long writeTimeMs;

  private WriteRows(
      PostgresSink<T> sink,
      TypeInformation<Decoded<T>> inputType,
      Opener opener,
      StreamOperatorParameters<DeadLetter> parameters) {
    super(parameters);
    this.sink = sink;
    this.inputType = inputType;
    this.opener = opener;
    this.mailbox = requireNonNull(parameters.getMailboxExecutor());
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    checkpointed =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("rows-waiting-for-database", inputType));
    pending = new WaitingRows<>(sink.database().batchRows(), sink.database().batchBytes());
    inFlight = List.of();
    for (Decoded<T> row : checkpointed.get()) {
      pending.add(row);
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    writer = opener.get();
    statementRows = new StatementRows(sink.database().batchRows());
    breaker = new Breaker(sink.breaker());
    writing = new SideThread("write " + sink.table().name(), mailbox);
    rows = getMetricGroup().counter(Metrics.ROWS_WRITTEN);
    batches = getMetricGroup().counter(Metrics.BATCHES_WRITTEN);
    retried = getMetricGroup().counter(Metrics.WRITE_RETRIES);
    refusedRows = new LabelledCounter(getMetricGroup(), Metrics.DEAD_LETTERS, "reason");
    // There from the start, at 0: an alert on a counter needs its series before the first refusal.
    refusedRows.of(ROW_REFUSED);
    getMetricGroup().gauge(Metrics.ROWS_PENDING, () -> pending.size() + inFlight.size());
    getMetricGroup().gauge(Metrics.STATEMENT_ROWS, () -> statementRows.rows());
    getMetricGroup().gauge(Metrics.WRITE_TIME_MS, () -> writeTimeMs);
    writeNext();
  }

  @Override
  public void processElement(StreamRecord<Decoded<T>> element) throws Exception {
    while (pending.isFull()) {
      mailbox.yield();
    }
    pending.add(element.getValue());
    writeNext();
  }

  private void writeNext() {
    if (inFlight.isEmpty() && pending.size() > 0) {
      inFlight = pending.takeBatch();
      List<Decoded<T>> records = inFlight;
      attempt(
          new UnfinishedBatch(
              rows(records), sink.table(), row -> isLetterAboutLetter(records.get(row.index()))),
          RETRIES);
    }
  }

  private void attempt(UnfinishedBatch batch, Backoff retries) {
    writing.run(
        () -> {
          try {
            List<RefusedRow> refused = batch.write(writer, statementRows);
            writeTimeMs = batch.age().toMillis();
            return () -> done(refused);
          } catch (SQLException e) {
            return () -> retry(batch, retries, e);
          }
        });
  }

  private boolean isLetterAboutLetter(Decoded<T> record) {
    return record.raw().topic().equals(DeadLetters.TOPIC)
        && record.value() instanceof DeadLetter letter
        && letter.getJob().equals(sink.job())
        && letter.getSource().getTopic().equals(DeadLetters.TOPIC);
  }

  /**
   * Not on the writing thread: a checkpoint copies the records meanwhile, and copying a buffer of
   * bytes moves its position for a moment.
   */
  private List<Row> rows(List<Decoded<T>> batch) {
    List<Row> rows = new ArrayList<>(batch.size());
    for (int i = 0; i < batch.size(); i++) {
      rows.add(new Row(sink.mapping().apply(batch.get(i).value()), i));
    }
    return rows;
  }

  private void done(List<RefusedRow> refused) {
    rows.inc(inFlight.size() - refused.size());
    batches.inc();
    judge(refused);
    inFlight = List.of();
    writeNext();
  }

  /**
   * Tells the breaker in the order of the records: it looks at the newest ones, and a batch may be
   * larger than its window.
   */
  private void judge(List<RefusedRow> refused) {
    Map<Integer, RefusedRow> byRecord = new HashMap<>();
    refused.forEach(row -> byRecord.put(row.row().index(), row));
    for (int i = 0; i < inFlight.size(); i++) {
      RefusedRow row = byRecord.get(i);
      if (row == null) {
        breaker.accepted();
      } else {
        refuse(row);
      }
    }
  }

  private void refuse(RefusedRow row) {
    refusedRows.of(ROW_REFUSED).inc();
    DeadLetter letter =
        DeadLetters.ofTable(
            sink.job(),
            sink.table().name(),
            inFlight.get(row.row().index()).raw(),
            new Refusal(Stage.WRITE, ROW_REFUSED, row.detail()));
    output.collect(new StreamRecord<>(letter));
    if (breaker.refused()) {
      throw MassRefusalException.ending("table " + sink.table().name(), breaker, letter);
    }
  }

  private void retry(UnfinishedBatch batch, Backoff backoff, SQLException failure) {
    long delay = backoff.jitteredMillis();
    retried.inc();
    LOG.warn(
        "{} rows wait for {}, trying again in {} ms, at most {} in a statement: {}",
        pending.size() + inFlight.size(),
        sink.table().name(),
        delay,
        statementRows.rows(),
        failure.toString());
    ScheduledFuture<?> unused =
        getProcessingTimeService()
            .registerTimer(
                getProcessingTimeService().getCurrentProcessingTime() + delay,
                time -> attempt(batch, backoff.next()));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    List<Decoded<T>> all = new ArrayList<>(inFlight);
    all.addAll(pending.all());
    checkpointed.update(all);
  }

  @Override
  public void endInput() throws Exception {
    while (!inFlight.isEmpty()) {
      mailbox.yield();
    }
  }

  @Override
  public void close() throws Exception {
    if (writing != null) {
      writing.close();
      writer.close();
    }
    super.close();
  }

  /** Makes the operator on the cluster. */
  static final class Factory<T extends SpecificRecordBase>
      extends AbstractStreamOperatorFactory<DeadLetter>
      implements OneInputStreamOperatorFactory<Decoded<T>, DeadLetter> {
    private static final long serialVersionUID = 1L;

    private final PostgresSink<T> sink;
    private final TypeInformation<Decoded<T>> inputType;
    private final Opener opener;

    Factory(PostgresSink<T> sink, TypeInformation<Decoded<T>> inputType) {
      this(sink, inputType, sink::open);
    }

    Factory(PostgresSink<T> sink, TypeInformation<Decoded<T>> inputType, Opener opener) {
      this.sink = requireNonNull(sink);
      this.inputType = requireNonNull(inputType);
      this.opener = requireNonNull(opener);
      setChainingStrategy(ChainingStrategy.ALWAYS);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as the interface declares it
    public <O extends StreamOperator<DeadLetter>> O createStreamOperator(
        StreamOperatorParameters<DeadLetter> parameters) {
      return (O) new WriteRows<>(sink, inputType, opener, parameters);
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface declares it
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
      return WriteRows.class;
    }
  }
}
