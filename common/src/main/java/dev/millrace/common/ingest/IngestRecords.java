package dev.millrace.common.ingest;

import static java.util.Objects.requireNonNull;

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
import dev.millrace.common.quality.Breaker;
import dev.millrace.common.quality.DeadLetters;
import dev.millrace.common.quality.RecordRules;
import dev.millrace.common.quality.Refusal;
import dev.millrace.common.quality.Rule;
import dev.millrace.suite.DeadLetter;
import dev.millrace.suite.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * Turns bytes into records of the reader's version that obey the rules; what cannot be read, and
 * what breaks a rule, leaves as a dead letter.
 *
 * <p>A record whose schema id is not known yet is parked while the registry is asked on another
 * thread; records with known ids go on meanwhile. If a healthy registry does not know the id, the
 * parked records become dead letters. If the registry gives no answer they stay, and it is asked
 * again, for as long as it takes: an outage never makes a dead letter. Parked records are part of
 * every checkpoint. Records of one schema id keep their order, unless the parallelism changes while
 * they wait: Flink then deals them out one by one, and newer ones may overtake them.
 *
 * <p>At most {@link #MAX_PARKED} records are parked in each subtask, and no more once they have
 * {@link #MAX_PARKED_BYTES} together; then the input is held back, and checkpoints with it, until
 * the registry answers.
 *
 * <p>When too large a share of the newest records was refused, something upstream is wrong, and
 * more dead letters help nobody: the job stops for good, without a restart, and its offsets stay at
 * its last checkpoint. The share is that of each subtask, and forgotten at a restart.
 */
final class IngestRecords<T extends SpecificRecordBase, O> extends AbstractStreamOperator<O>
    implements OneInputStreamOperator<RawRecord, O>, BoundedOneInput {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(IngestRecords.class);

  static final int MAX_PARKED = 10_000;
  static final long MAX_PARKED_BYTES = 16L << 20;
  private static final Backoff RETRIES =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15));

  /**
   * How long "the registry does not know this id" is believed: a storm of bad ids must not become a
   * storm of requests.
   */
  static final Duration UNKNOWN_FOR = Duration.ofSeconds(10);

  private static final Duration WARN_INTERVAL = Duration.ofSeconds(10);

  private final IngestSettings<T, O> settings;
  private final transient MailboxExecutor mailbox;

  private transient SchemaRegistry registry;
  private transient SideThread lookups;
  private transient SideThread repeatedLookups;
  private transient RecordDecoder<T> decoder;
  private transient Breaker breaker;

  /**
   * Records that wait, by schema id. An id is in here exactly while a look-up for it is going on.
   */
  private transient Map<Integer, List<RawRecord>> parked;

  private transient int parkedCount;
  private transient long nextWarning;
  private transient long parkedBytes;
  private transient Map<Integer, UnknownSchema> unknown;
  private transient ListState<RawRecord> checkpointed;
  private transient Counter registryFailures;
  private transient LabelledCounter refused;
  private transient LabelledCounter brokenRules;

  private record UnknownSchema(String detail, long until) {}

  private IngestRecords(IngestSettings<T, O> settings, StreamOperatorParameters<O> parameters) {
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
    decoder = new RecordDecoder<>(settings.type(), settings.options().limits());
    breaker = new Breaker(settings.options().breaker());
  }

  @Override
  public void open() throws Exception {
    super.open();
    registry = settings.registry().open();
    lookups = new SideThread("schemas of " + settings.topic(), mailbox);
    repeatedLookups = new SideThread("schemas asked for again of " + settings.topic(), mailbox);
    refused = new LabelledCounter(getMetricGroup(), Metrics.DEAD_LETTERS, "reason");
    brokenRules = new LabelledCounter(getMetricGroup(), Metrics.RULE_BREACHES, "rule");
    // There from the start, at 0: an alert on a counter needs its series before the first breach.
    settings.rules().all().forEach(rule -> brokenRules.of(rule.id()));
    registryFailures = getMetricGroup().counter(Metrics.REGISTRY_FAILURES);
    getMetricGroup().gauge(Metrics.RECORDS_WAITING_FOR_SCHEMA, () -> parkedCount);
    for (RawRecord raw : checkpointed.get()) {
      restore(raw);
    }
  }

  /**
   * What waited before waits again, whatever room there is: it comes from two subtasks where the
   * job has fewer now, and a task that waits for the registry here would not start.
   */
  private void restore(RawRecord raw) {
    try {
      park(decoder.schemaId(raw.value()), raw, repeatedLookups);
    } catch (UndecodableException e) {
      refuse(raw, new Refusal(Stage.DECODE, e.reason(), e.getMessage()));
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
      refuse(raw, new Refusal(Stage.DECODE, e.reason(), e.getMessage()));
    }
  }

  /** Emits, refuses or parks a record; false if it has to be parked and there is no room. */
  private boolean take(int schemaId, RawRecord raw) throws UndecodableException {
    if (decoder.knows(schemaId)) {
      validate(raw, decoder.decode(schemaId, raw.value()));
    } else if (isUnknown(schemaId)) {
      refuse(raw, new Refusal(Stage.DECODE, "unknown-schema-id", unknown.get(schemaId).detail()));
    } else if (parkedCount < MAX_PARKED && parkedBytes < MAX_PARKED_BYTES) {
      park(schemaId, raw, lookups);
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

  private void park(int schemaId, RawRecord raw, SideThread thread) {
    parkedCount++;
    parkedBytes += raw.bytes();
    List<RawRecord> waiting = parked.get(schemaId);
    if (waiting == null) {
      parked.put(schemaId, new ArrayList<>(List.of(raw)));
      lookUp(schemaId, RETRIES, thread);
    } else {
      waiting.add(raw);
    }
  }

  /**
   * @param thread the one of ids that were asked for before, or the other: an id that may be known
   *     on the disk must not wait behind those for which a registry gives no answer for seconds
   */
  private void lookUp(int schemaId, Backoff retries, SideThread thread) {
    thread.run(
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
    parkedBytes -= released.stream().mapToLong(RawRecord::bytes).sum();
    for (RawRecord raw : released) {
      process(raw);
    }
  }

  private void retry(int schemaId, Backoff backoff, RegistryUnavailableException failure) {
    long delay = backoff.jitteredMillis();
    registryFailures.inc();
    // Many ids may wait, for hours: one line now and again says it for all.
    long now = getProcessingTimeService().getCurrentProcessingTime();
    if (now >= nextWarning) {
      nextWarning = now + WARN_INTERVAL.toMillis();
      LOG.warn(
          "{} records of {} wait for {} schemas, asking again for schema {} in {} ms: {}",
          parkedCount,
          settings.type().getSimpleName(),
          parked.size(),
          schemaId,
          delay,
          failure.getMessage());
    }
    ScheduledFuture<?> unused =
        getProcessingTimeService()
            .registerTimer(
                getProcessingTimeService().getCurrentProcessingTime() + delay,
                time -> lookUp(schemaId, backoff.next(), repeatedLookups));
  }

  private void validate(RawRecord raw, T value) {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    Optional<Rule<T>> broken = settings.rules().broken(value, now);
    if (broken.isPresent()) {
      brokenRules.of(broken.get().id()).inc();
      refuse(raw, RecordRules.refusal(broken.get(), value));
      return;
    }
    breaker.accepted();
    output.collect(
        new StreamRecord<>(settings.shape().of(new Decoded<>(value, raw), now), raw.timestamp()));
  }

  private void refuse(RawRecord raw, Refusal refusal) {
    refused.of(refusal.reason()).inc();
    DeadLetter letter = DeadLetters.of(settings.job(), raw, refusal);
    output.collect(settings.deadLetters(), new StreamRecord<>(letter, raw.timestamp()));
    if (breaker.refused()) {
      throw MassRefusalException.ending(settings.topic(), breaker, letter);
    }
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
    for (SideThread thread : Arrays.asList(lookups, repeatedLookups)) {
      if (thread != null) {
        thread.close();
      }
    }
    super.close();
  }

  /** Makes the operator on the cluster. */
  static final class Factory<T extends SpecificRecordBase, O>
      extends AbstractStreamOperatorFactory<O>
      implements OneInputStreamOperatorFactory<RawRecord, O> {
    private static final long serialVersionUID = 1L;

    private final IngestSettings<T, O> settings;

    Factory(IngestSettings<T, O> settings) {
      this.settings = requireNonNull(settings);
      setChainingStrategy(ChainingStrategy.ALWAYS);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as the interface declares it
    public <S extends StreamOperator<O>> S createStreamOperator(
        StreamOperatorParameters<O> parameters) {
      return (S) new IngestRecords<>(settings, parameters);
    }

    @Override
    @SuppressWarnings("rawtypes") // as the interface declares it
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
      return IngestRecords.class;
    }
  }
}
