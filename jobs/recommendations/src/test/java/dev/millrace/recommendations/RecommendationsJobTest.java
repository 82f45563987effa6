package dev.millrace.recommendations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.job.JobEnvironment;
import dev.millrace.common.testing.FakeSchemaRegistry;
import dev.millrace.shop.Recommendation;
import dev.millrace.shop.RecommendationOutcome;
import dev.millrace.suite.DeadLetter;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class RecommendationsJobTest {
  private static final RecommendationsOptions OPTIONS =
      RecommendationsOptions.from(
          new String[] {
            "-Dkafka.bootstrap-servers=127.0.0.1:9", "-Dschema-registry.url=http://127.0.0.1:9"
          });

  private final FakeSchemaRegistry registry =
      FakeSchemaRegistry.of(1, Recommendation.getClassSchema())
          .with(2, DeadLetter.getClassSchema())
          .with(3, RecommendationOutcome.getClassSchema());

  @Test
  void everyStepHasAUidAndATypeWithoutKryo() {
    // Throws otherwise, because JobEnvironment allows neither.
    assertThat(job(registry.factory()).getExecutionPlan()).contains("rank answers");
  }

  @Test
  void everyStepHasANameOfItsOwn() {
    StreamGraph graph = job(registry.factory()).getStreamGraph();

    assertThat(graph.getJobName()).isEqualTo("recommendations");
    Set<String> uids = new HashSet<>();
    for (StreamNode node : graph.getStreamNodes()) {
      assertThat(uids.add(node.getTransformationUID())).as(node.getOperatorName()).isTrue();
    }
    assertThat(uids).doesNotContainNull();
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
            "read-shop.interactions",
            "ingest-shop.interactions",
            "leave-out-idle",
            "drop-duplicates",
            "follow-session",
            "learn-neighbours",
            "rank-answers",
            "recommendations-topic",
            "Sink Committer: recommendations-topic",
            "recommendation-outcomes-topic",
            "Sink Committer: recommendation-outcomes-topic",
            "dead-letters-topic",
            "Sink Committer: dead-letters-topic");
  }

  @Test
  void doesNotStartWhileItsOutputHasNoSchema() {
    FakeSchemaRegistry empty = FakeSchemaRegistry.of(2, DeadLetter.getClassSchema());

    assertThatThrownBy(() -> job(empty.factory()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot write Recommendation to topic shop.recommendations");
  }

  private static StreamExecutionEnvironment job(SchemaRegistryFactory schemas) {
    StreamExecutionEnvironment env = JobEnvironment.create(OPTIONS.job());
    RecommendationsJob.define(OPTIONS, schemas, env);
    return env;
  }
}
