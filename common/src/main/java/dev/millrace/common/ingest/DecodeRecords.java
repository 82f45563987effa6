package dev.millrace.common.ingest;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.DecodeLimits;
import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.contract.RecordDecoder;
import dev.millrace.common.contract.RegistryUnavailableException;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.UndecodableException;
import dev.millrace.common.contract.UnknownSchemaException;
import dev.millrace.common.job.Backoff;
import dev.millrace.common.job.SideThread;
import dev.millrace.common.observe.LabelledCounter;
import dev.millrace.common.observe.Metrics;
import dev.millrace.common.quality.DeadLetters;
import dev.millrace.common.quality.Refusal;
import dev.millrace.suite.DeadLetter;
import dev.millrace.suite.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
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
 * Turns bytes into records of the reader's version; what cannot be read leaves as a dead letter.
 *
 * <p>A record whose schema id is not known yet is parked while the registry is asked on another
 * thread; records with known ids go on meanwhile. If a healthy registry does not know the id, the
 * parked records become dead letters. If the registry gives no answer they stay, and it is asked
 * again, for as long as it takes: an outage never makes a dead letter. Parked records are part of
 * every checkpoint. Records of one schema id keep their order.
 *
 * <p>At most {@link #MAX_PARKED} records are parked in each subtask; then the input is held back,
 * and checkpoints with it, until the registry answers.
 */
final class DecodeRecords<T extends SpecificRecordBase> extends AbstractStreamOperator<Decoded<T>>
    implements OneInputStreamOperator<RawRecord, Decoded<T>>, BoundedOneInput {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(DecodeRecords.class);

  static final int MAX_PARKED = 10_000;
  private static final Backoff RETRIES =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15));

  /**
   * How long "the registry does not know this id" is believed: a storm of bad ids must not become a
   * storm of requests.
   */
  static final Duration UNKNOWN_FOR = Duration.ofSeconds(10);

  private final DecodeSettings<T> settings;
  private final transient MailboxExecutor mailbox;

  private transient SchemaRegistry registry;
  private transient SideThread lookups;
  private transient RecordDecoder<T> decoder;

  /**
   * Records that wait, by schema id. An id is in here exactly while a look-up for it is going on.
   */
  private transient Map<Integer, List<RawRecord>> parked;

  private transient int parkedCount;
  private transient Map<Integer, UnknownSchema> unknown;
  private transient ListState<RawRecord> checkpointed;
  private transient Counter registryFailures;
  private transient LabelledCounter refused;

  private record UnknownSchema(String detail, long until) {}

  private DecodeRecords(
      DecodeSettings<T> settings, StreamOperatorParameters<Decoded<T>> parameters) {
    super(parameters);
    this.settings = settings;
    this.mailbox = requireNonNull(parameters.getMailboxExecutor());
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    checkpointed =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("records-waiting-for-schema", RawRecord.TYPE));
    parked = new HashMap<>();
    unknown = new HashMap<>();
    decoder =
        new RecordDecoder<>(
            settings.type(), new DecodeLimits(settings.maxRecordBytes(), 10_000, 32));
  }

  @Override
  public void open() throws Exception {
    super.open();
    registry = settings.registry().open();
    lookups = new SideThread("schema-lookup", mailbox);
    refused = new LabelledCounter(getMetricGroup(), Metrics.DEAD_LETTERS, "reason");
    registryFailures = getMetricGroup().counter(Metrics.REGISTRY_FAILURES);
    getMetricGroup().gauge(Metrics.RECORDS_WAITING_FOR_SCHEMA, () -> parkedCount);
    for (RawRecord raw : checkpointed.get()) {
      process(raw);
    }
  }

  @Override
  public void processElement(StreamRecord<RawRecord> element) throws Exception {
    process(element.getValue());
  }

  private void process(RawRecord raw) throws Exception {
    try {
      int schemaId = decoder.schemaId(raw.value());
      while (!take(schemaId, raw)) {
        mailbox.yield(); // the answer may come meanwhile
      }
    } catch (UndecodableException e) {
      refuse(raw, e.reason(), e.getMessage());
    }
  }

  /** Emits, refuses or parks a record; false if it has to be parked and there is no room. */
  private boolean take(int schemaId, RawRecord raw) throws UndecodableException {
    if (decoder.knows(schemaId)) {
      emit(raw, decoder.decode(schemaId, raw.value()));
    } else if (isUnknown(schemaId)) {
      refuse(raw, "unknown-schema-id", unknown.get(schemaId).detail());
    } else if (parkedCount < MAX_PARKED) {
      park(schemaId, raw);
    } else {
      return false;
    }
    return true;
  }

  private boolean isUnknown(int schemaId) {
    UnknownSchema answer = unknown.get(schemaId);
    if (answer == null) {
      return false;
    }
    if (getProcessingTimeService().getCurrentProcessingTime() < answer.until()) {
      return true;
    }
    unknown.remove(schemaId);
    return false;
  }

  private void park(int schemaId, RawRecord raw) {
    parkedCount++;
    List<RawRecord> waiting = parked.get(schemaId);
    if (waiting == null) {
      parked.put(schemaId, new ArrayList<>(List.of(raw)));
      lookUp(schemaId, RETRIES);
    } else {
      waiting.add(raw);
    }
  }

  private void lookUp(int schemaId, Backoff retries) {
    lookups.run(
        () -> {
          try {
            Schema schema = registry.byId(schemaId);
            return () -> learn(schemaId, schema);
          } catch (UnknownSchemaException e) {
            return () -> giveUp(schemaId, e.getMessage());
          } catch (RegistryUnavailableException e) {
            return () -> retry(schemaId, retries, e);
          }
        });
  }

  private void learn(int schemaId, Schema schema) throws Exception {
    decoder.learn(schemaId, schema);
    release(schemaId);
  }

  private void giveUp(int schemaId, String detail) throws Exception {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    // Ids made up by a sender must not pile up here.
    unknown.values().removeIf(answer -> answer.until() <= now);
    unknown.put(schemaId, new UnknownSchema(detail, now + UNKNOWN_FOR.toMillis()));
    release(schemaId);
  }

  private void release(int schemaId) throws Exception {
    List<RawRecord> released = parked.remove(schemaId);
    parkedCount -= released.size();
    for (RawRecord raw : released) {
      process(raw);
    }
  }

  private void retry(int schemaId, Backoff backoff, RegistryUnavailableException failure) {
    long delay = backoff.jitteredMillis();
    registryFailures.inc();
    LOG.warn(
        "{} records of {} wait for schema {}, asking again in {} ms: {}",
        parked.get(schemaId).size(),
        settings.type().getSimpleName(),
        schemaId,
        delay,
        failure.getMessage());
    ScheduledFuture<?> unused =
        getProcessingTimeService()
            .registerTimer(
                getProcessingTimeService().getCurrentProcessingTime() + delay,
                time -> lookUp(schemaId, backoff.next()));
  }

  private void emit(RawRecord raw, T value) {
    output.collect(new StreamRecord<>(new Decoded<>(value, raw), raw.timestamp()));
  }

  private void refuse(RawRecord raw, String reason, String detail) {
    refused.of(reason).inc();
    DeadLetter letter =
        DeadLetters.of(settings.job(), raw, new Refusal(Stage.DECODE, reason, detail));
    output.collect(settings.deadLetters(), new StreamRecord<>(letter, raw.timestamp()));
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    List<RawRecord> all = new ArrayList<>(parkedCount);
    parked.values().forEach(all::addAll);
    checkpointed.update(all);
  }

  @Override
  public void endInput() throws Exception {
    while (parkedCount > 0) {
      mailbox.yield();
    }
  }

  @Override
  public void close() throws Exception {
    if (lookups != null) {
      lookups.close();
    }
    super.close();
  }

  /** Makes the operator on the cluster. */
  static final class Factory<T extends SpecificRecordBase>
      extends AbstractStreamOperatorFactory<Decoded<T>>
      implements OneInputStreamOperatorFactory<RawRecord, Decoded<T>> {
    private static final long serialVersionUID = 1L;

    private final DecodeSettings<T> settings;

    Factory(DecodeSettings<T> settings) {
      this.settings = requireNonNull(settings);
      setChainingStrategy(ChainingStrategy.ALWAYS);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as the interface declares it
    public <O extends StreamOperator<Decoded<T>>> O createStreamOperator(
        StreamOperatorParameters<Decoded<T>> parameters) {
      return (O) new DecodeRecords<>(settings, parameters);
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface declares it
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
      return DecodeRecords.class;
    }
  }
}
