package dev.millrace.tablewriter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.job.InvalidOptionsException;
import dev.millrace.common.job.JobEnvironment;
import dev.millrace.common.testing.FakeSchemaRegistry;
import dev.millrace.suite.DeadLetter;
import java.io.IOException;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class TableWriterJobTest {

  @Test
  void everyStepHasAUidAndATypeWithoutKryo() throws IOException {
    // Throws otherwise, because JobEnvironment allows neither.
    assertThat(job().getExecutionPlan()).contains("write fraud.decisions");
  }

  @Test
  void everyTableHasItsSteps() throws IOException {
    StreamGraph graph = job().getStreamGraph();

    assertThat(graph.getJobName()).isEqualTo("table-writer");
    // A uid that changes loses its state at the next upgrade: that must be meant.
    assertThat(graph.getStreamNodes())
        .extracting(StreamNode::getTransformationUID)
        .containsExactlyInAnyOrder(
            "read-payments.fraud-decisions",
            "ingest-payments.fraud-decisions",
            "write-fraud.decisions",
            "read-payments.fraud-labels",
            "ingest-payments.fraud-labels",
            "write-fraud.labels",
            "read-payments.fraud-rules",
            "ingest-payments.fraud-rules",
            "write-fraud.rules",
            "read-payments.fraud-models",
            "ingest-payments.fraud-models",
            "write-fraud.models",
            "read-shop.recommendations",
            "ingest-shop.recommendations",
            "write-recommendations.current",
            "read-shop.recommendation-outcomes",
            "ingest-shop.recommendation-outcomes",
            "write-recommendations.outcomes",
            "read-supply.alerts",
            "ingest-supply.alerts",
            "write-supply.alerts",
            "write-supply.alert_history",
            "read-supply.notifications",
            "ingest-supply.notifications",
            "write-supply.notifications",
            "read-suite.dead-letters",
            "ingest-suite.dead-letters",
            "write-ops.dead_letters",
            "dead-letters-topic",
            "Sink Committer: dead-letters-topic");
  }

  @Test
  void aDepthThatNoRecordKeepsIsRefusedBeforeTheStart() {
    assertThatThrownBy(() -> job("-Dinput.max-schema-depth=1"))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContaining(
            "input.max-schema-depth: must be at least what FraudDecision needs, got '1'");
  }

  private static StreamExecutionEnvironment job(String... more) throws IOException {
    TableWriterOptions options =
        TableWriterOptions.from(
            Stream.concat(
                    Stream.of(
                        "-Dkafka.bootstrap-servers=127.0.0.1:9",
                        "-Dschema-registry.url=http://127.0.0.1:9",
                        "-Ddatabase.url=jdbc:postgresql://127.0.0.1:9/x",
                        "-Ddatabase.password-file=/secret"),
                    Stream.of(more))
                .toArray(String[]::new));
    StreamExecutionEnvironment env = JobEnvironment.create(options.job());
    TableWriterJob.define(
        options, FakeSchemaRegistry.of(1, DeadLetter.getClassSchema()).factory(), env);
    return env;
  }
}
