package dev.millrace.fraud;

import static dev.millrace.fraud.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.common.ingest.Received;
import dev.millrace.common.job.JobEnvironment;
import dev.millrace.common.testing.stream.CollectingSink;
import dev.millrace.fraud.FraudScoringTopology.Inputs;
import dev.millrace.fraud.domain.DecisionPolicy;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.FraudRule;
import dev.millrace.payments.Outcome;
import dev.millrace.payments.Transaction;
import dev.millrace.suite.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The topology on a cluster. Payments and labels come in no order relative to each other, so no
 * test depends on it; payments of one card, and here of one terminal, keep theirs.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class FraudScoringTopologyITCase {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int CARDS = 20;
  private static final int PAYMENTS_PER_CARD = 15;
  private static final InMemoryReporter METRICS = InMemoryReporter.createWithRetainedMetrics();

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              // More than a job needs, so that one that is left over after a failure holds up no
              // other.
              .setNumberSlotsPerTaskManager(8)
              .setConfiguration(METRICS.addToConfiguration(new Configuration()))
              .build());

  @Test
  void decidesEachPaymentOnceWhateverKeepsTheState() throws Exception {
    List<FraudDecision> fromHeap = decisionsOnPaymentsSentThrice("heap");

    assertThat(fromHeap)
        .hasSize(CARDS * PAYMENTS_PER_CARD)
        .extracting(FraudDecision::getTransactionId)
        .doesNotHaveDuplicates();
    // The first of the three is the one that was decided.
    assertThat(fromHeap)
        .extracting(decision -> decision.getSource().getOffset())
        .allSatisfy(offset -> assertThat(offset).isLessThan(CARDS * PAYMENTS_PER_CARD));
    assertThat(fromHeap)
        .extracting(FraudDecision::getOutcome)
        .contains(Outcome.APPROVE, Outcome.DECLINE);
    assertThat(byId(decisionsOnPaymentsSentThrice("rocksdb"))).isEqualTo(byId(fromHeap));
  }

  @Test
  void goesOnFromASavepoint(@TempDir Path savepoints) throws Exception {
    Transaction fraud = payment("fraud", Duration.ZERO, 100);
    Transaction good = payment("good", Duration.ofMinutes(1), 100);
    Transaction later = payment("later", Duration.ofDays(7).plusHours(1), 100);
    FraudLabel label = Payments.fraud(fraud, Duration.ofDays(7));

    CollectingSink<FraudDecision> before = new CollectingSink<>();
    JobClient first =
        start(new Configuration(), cycle(fraud, good), cycle(label), before).executeAsync();
    // Two payments and one label: what its senders repeat goes no further.
    await()
        .atMost(PATIENCE)
        .ignoreExceptions() // until the job has metrics
        .until(
            () -> counted(first.getJobID(), "terminal risk\\.\\d+\\.numRecordsIn"),
            count -> count == 3);
    String savepoint =
        first
            .stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
            .get();
    assertThat(before.list())
        .extracting(FraudDecision::getTransactionId)
        .containsExactlyInAnyOrder("fraud", "good");

    CollectingSink<FraudDecision> after = new CollectingSink<>();
    Configuration restored = new Configuration();
    restored.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    JobClient second =
        start(restored, cycle(fraud, good, later), cycle(label), after).executeAsync();
    await().atMost(PATIENCE).until(() -> !after.list().isEmpty());
    second.cancel().get();

    assertThat(after.list()).hasSize(1);
    assertThat(after.list().get(0).getTransactionId()).isEqualTo("later");
    assertThat(after.list().get(0).getFeatures())
        .containsEntry("cardCount30d", 3.0)
        .containsEntry("terminalCount7d", 2.0)
        .containsEntry("terminalFraudRate7d", 0.5);
  }

  @Test
  void countsDecisionsByOutcome() throws Exception {
    Transaction small = payment("small", Duration.ZERO, 100);
    Transaction large = payment("large").setAmountMinor(50_000).setTerminalId("other").build();
    CollectingSink<FraudDecision> decisions = new CollectingSink<>();
    StreamExecutionEnvironment env = environment("heap");
    connect(
        env, List.of(received(small, 0), received(large, 1)), List.of(labelOfUnknown()), decisions);

    JobID job = env.execute().getJobID();

    assertThat(counted(job, "outcome\\.APPROVE\\.decisions")).isEqualTo(1);
    assertThat(counted(job, "outcome\\.DECLINE\\.decisions")).isEqualTo(1);
    assertThat(counted(job, "le\\.Inf\\.decisionLatencyMs_bucket")).isEqualTo(2);
    assertThat(counted(job, "duplicatesDropped")).isZero();
  }

  private static List<FraudDecision> decisionsOnPaymentsSentThrice(String stateBackend)
      throws Exception {
    List<Received<Transaction>> payments = new ArrayList<>();
    for (int sent = 0; sent < 3; sent++) {
      for (int i = 0; i < CARDS * PAYMENTS_PER_CARD; i++) {
        int card = i % CARDS;
        Transaction payment =
            payment("p" + i)
                .setCardId("card-" + card)
                .setTerminalId("terminal-" + card)
                .setAmountMinor(i % 7 == 0 ? 30_000 : 1_000 + i)
                .setEventTime(Payments.NOON.plus(Duration.ofHours(8L * i)))
                .build();
        payments.add(received(payment, payments.size()));
      }
    }
    CollectingSink<FraudDecision> decisions = new CollectingSink<>();
    StreamExecutionEnvironment env = environment(stateBackend);
    connect(env, payments, List.of(labelOfUnknown()), decisions);
    env.execute();
    return decisions.list();
  }

  private static Map<String, FraudDecision> byId(List<FraudDecision> decisions) {
    return decisions.stream()
        .collect(Collectors.toMap(FraudDecision::getTransactionId, Function.identity()));
  }

  private static void connect(
      StreamExecutionEnvironment env,
      List<Received<Transaction>> payments,
      List<Received<FraudLabel>> labels,
      CollectingSink<FraudDecision> decisions) {
    decide(
        env.fromData(payments, Received.type(Transaction.class))
            .setParallelism(1)
            .uid("payments")
            .name("payments"),
        env.fromData(labels, Received.type(FraudLabel.class))
            .setParallelism(1)
            .uid("labels")
            .name("labels"),
        decisions);
  }

  private static StreamExecutionEnvironment start(
      Configuration more,
      GeneratorFunction<Long, Received<Transaction>> payments,
      GeneratorFunction<Long, Received<FraudLabel>> labels,
      CollectingSink<FraudDecision> decisions) {
    StreamExecutionEnvironment env = environment("heap");
    env.configure(more);
    decide(
        endless(env, "payments", payments, Transaction.class),
        endless(env, "labels", labels, FraudLabel.class),
        decisions);
    return env;
  }

  private static <T extends SpecificRecordBase> DataStream<Received<T>> endless(
      StreamExecutionEnvironment env,
      String name,
      GeneratorFunction<Long, Received<T>> records,
      Class<T> type) {
    return env.fromSource(
            new DataGeneratorSource<>(
                records, Long.MAX_VALUE, RateLimiterStrategy.perSecond(200), Received.type(type)),
            WatermarkStrategy.noWatermarks(),
            name)
        .setParallelism(1)
        .uid(name);
  }

  private static void decide(
      DataStream<Received<Transaction>> payments,
      DataStream<Received<FraudLabel>> labels,
      CollectingSink<FraudDecision> decisions) {
    FraudScoringOptions.Scoring scoring = options("heap").scoring();
    FraudScoringTopology.build(
            new Inputs(
                payments,
                labels,
                none(labels, "rules", FraudRule.class),
                none(labels, "models", FraudModel.class)),
            JobDecisions.with(DecisionPolicy.none(), scoring),
            scoring)
        .sinkTo(decisions)
        .uid("decisions")
        .name("decisions");
  }

  private static <T extends SpecificRecordBase> DataStream<Received<T>> none(
      DataStream<Received<FraudLabel>> labels, String name, Class<T> type) {
    return labels
        .flatMap((label, out) -> {}, Received.<T>type(type))
        .uid("no-" + name)
        .name("no " + name);
  }

  /** The records again and again, for ever. */
  @SafeVarargs
  private static <T extends SpecificRecordBase> GeneratorFunction<Long, Received<T>> cycle(
      T... records) {
    return index ->
        new Received<>(records[(int) (index % records.length)], new Source("t", 0, index), 0);
  }

  private static <T extends SpecificRecordBase> Received<T> received(T record, long offset) {
    return new Received<>(record, new Source("t", 0, offset), 0);
  }

  private static Received<FraudLabel> labelOfUnknown() {
    return received(
        Payments.fraud(payment("unknown").setTerminalId("unknown").build(), Duration.ofDays(7)), 0);
  }

  private static StreamExecutionEnvironment environment(String stateBackend) {
    return JobEnvironment.create(options(stateBackend).job());
  }

  private static FraudScoringOptions options(String stateBackend) {
    return FraudScoringOptions.from(
        new String[] {
          "-Dkafka.bootstrap-servers=127.0.0.1:9",
          "-Dschema-registry.url=http://127.0.0.1:9",
          "-Djob.checkpoint-interval=1 s",
          "-Djob.state-backend=" + stateBackend
        });
  }

  /**
   * A counter of a job's operators, summed over their subtasks.
   *
   * @param metric what the counter's name ends with, a regular expression
   */
  private static long counted(JobID job, String metric) {
    Predicate<String> name = Pattern.compile("\\." + metric + "$").asPredicate();
    long sum = 0;
    for (Map.Entry<MetricGroup, Map<String, Metric>> group :
        METRICS.getMetricsByGroup().entrySet()) {
      Map<String, String> labels = group.getKey().getAllVariables();
      // A task that is one operator has its name, and counts the same records again.
      if (!job.toString().equals(labels.get("<job_id>")) || !labels.containsKey("<operator_id>")) {
        continue;
      }
      for (Map.Entry<String, Metric> entry : group.getValue().entrySet()) {
        if (name.test(group.getKey().getMetricIdentifier(entry.getKey()))) {
          sum += ((Counter) entry.getValue()).getCount();
        }
      }
    }
    return sum;
  }
}
