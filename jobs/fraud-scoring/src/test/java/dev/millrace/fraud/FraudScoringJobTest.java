package dev.millrace.fraud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.ingest.Received;
import dev.millrace.common.job.JobEnvironment;
import dev.millrace.common.testing.FakeSchemaRegistry;
import dev.millrace.fraud.domain.DecisionPolicy;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.FraudLabel;
import dev.millrace.suite.DeadLetter;
import dev.millrace.suite.Source;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.flink.streaming.api.operators.StreamOperatorFactory;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class FraudScoringJobTest {
  private static final FraudScoringOptions OPTIONS =
      FraudScoringOptions.from(
          new String[] {
            "-Dkafka.bootstrap-servers=127.0.0.1:9", "-Dschema-registry.url=http://127.0.0.1:9"
          });

  private final FakeSchemaRegistry registry =
      FakeSchemaRegistry.of(1, FraudDecision.getClassSchema()).with(2, DeadLetter.getClassSchema());

  @Test
  void everyStepHasAUidAndATypeWithoutKryo() {
    // Throws otherwise, because JobEnvironment allows neither.
    assertThat(job(registry.factory()).getExecutionPlan()).contains("decide payment");
  }

  @Test
  void everyStepHasANameOfItsOwn() {
    StreamGraph graph = job(registry.factory()).getStreamGraph();

    assertThat(graph.getJobName()).isEqualTo("fraud-scoring");
    Set<String> uids = new HashSet<>();
    for (StreamNode node : graph.getStreamNodes()) {
      assertThat(uids.add(node.getTransformationUID())).as(node.getOperatorName()).isTrue();
    }
    assertThat(uids).doesNotContainNull().hasSizeGreaterThan(10);
    assertThat(graph.getStreamNodes())
        .extracting(StreamNode::getOperatorName)
        .allSatisfy(name -> assertThat(name).doesNotContain("Process", "Operator"));
  }

  @Test
  void savepointsFindTheirStepsAgain() {
    // A uid that changes loses its state at the next upgrade: that must be meant.
    assertThat(job(registry.factory()).getStreamGraph().getStreamNodes())
        .extracting(StreamNode::getTransformationUID)
        .containsExactlyInAnyOrder(
            "read-payments.transactions",
            "ingest-payments.transactions",
            "read-payments.fraud-labels",
            "ingest-payments.fraud-labels",
            "read-payments.fraud-rules",
            "ingest-payments.fraud-rules",
            "read-payments.fraud-models",
            "ingest-payments.fraud-models",
            "drop-duplicates",
            "card-behaviour",
            "keep-device-payments",
            "device-use",
            "keep-other-payments",
            "keep-frauds",
            "drop-duplicate-frauds",
            "decide-payment",
            "rule-changes",
            "model-changes",
            "score-payment",
            "fraud-decisions-topic",
            "Sink Committer: fraud-decisions-topic",
            "dead-letters-topic",
            "Sink Committer: dead-letters-topic");
  }

  /** Else the frauds of an online merchant are copied whenever another terminal's are looked at. */
  @Test
  void fraudsOfATerminalAreSweptByItsOwnTimer() throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, Received<FraudLabel>, Received<FraudLabel>>
        step =
            new KeyedOneInputStreamOperatorTestHarness<>(
                dropDuplicateFrauds(), label -> label.value().getTerminalId(), Types.STRING);
    step.open();
    step.processElement(
        new Received<>(
            Payments.fraud(Payments.payment("fraud").build(), Duration.ZERO),
            new Source("payments.fraud-labels", 0, 0L),
            0),
        0);
    assertThat(step.numProcessingTimeTimers()).isEqualTo(1);

    for (int hour = 0; hour <= 8 * 24; hour++) {
      step.setStateTtlProcessingTime(Duration.ofHours(hour).toMillis());
      step.setProcessingTime(Duration.ofHours(hour).toMillis());
    }
    assertThat(step.numKeyedStateEntries()).isZero();
    assertThat(step.numProcessingTimeTimers()).isZero();
    step.close();
  }

  @Test
  void doesNotStartWhileItsOutputHasNoSchema() {
    FakeSchemaRegistry empty = FakeSchemaRegistry.of(2, DeadLetter.getClassSchema());

    assertThatThrownBy(() -> job(empty.factory()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot write FraudDecision to topic payments.fraud-decisions");
  }

  @SuppressWarnings("unchecked") // what the topology makes of labels
  private StreamOperatorFactory<Received<FraudLabel>> dropDuplicateFrauds() {
    return (StreamOperatorFactory<Received<FraudLabel>>)
        job(registry.factory()).getStreamGraph().getStreamNodes().stream()
            .filter(step -> "drop-duplicate-frauds".equals(step.getTransformationUID()))
            .findFirst()
            .orElseThrow()
            .getOperatorFactory();
  }

  private static StreamExecutionEnvironment job(SchemaRegistryFactory schemas) {
    StreamExecutionEnvironment env = JobEnvironment.create(OPTIONS.job());
    FraudScoringJob.define(OPTIONS, DecisionPolicy.none(), schemas, env);
    return env;
  }
}
