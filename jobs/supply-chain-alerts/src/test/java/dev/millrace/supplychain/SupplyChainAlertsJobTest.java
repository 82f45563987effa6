package dev.millrace.supplychain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.job.JobEnvironment;
import dev.millrace.common.testing.FakeSchemaRegistry;
import dev.millrace.suite.DeadLetter;
import dev.millrace.supply.SupplyAlert;
import dev.millrace.supply.SupplyNotification;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class SupplyChainAlertsJobTest {
  private static final SupplyChainAlertsOptions OPTIONS =
      SupplyChainAlertsOptions.from(
          new String[] {
            "-Dkafka.bootstrap-servers=127.0.0.1:9", "-Dschema-registry.url=http://127.0.0.1:9"
          });

  private final FakeSchemaRegistry registry =
      FakeSchemaRegistry.of(1, SupplyAlert.getClassSchema())
          .with(2, DeadLetter.getClassSchema())
          .with(3, SupplyNotification.getClassSchema());

  @Test
  void everyStepHasAUidAndATypeWithoutKryo() {
    // Throws otherwise, because JobEnvironment allows neither.
    assertThat(job(registry.factory()).getExecutionPlan()).contains("track shipment");
  }

  @Test
  void everyStepHasANameOfItsOwn() {
    StreamGraph graph = job(registry.factory()).getStreamGraph();

    assertThat(graph.getJobName()).isEqualTo("supply-chain-alerts");
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
        .containsAll(
            List.of(
                "read-supply.shipment-plans",
                "read-supply.shipment-milestones",
                "read-supply.stock-levels",
                "read-supply.orders",
                "read-supply.supplier-confirmations",
                "read-supply.telemetry",
                "read-supply.alert-commands",
                "drop-duplicate-confirmations",
                "drop-duplicate-purchases",
                "drop-duplicate-orders",
                "track-shipment",
                "estimate-arrivals",
                "watch-place",
                "decide-disruptions",
                "watch-supplier",
                "name-alternatives",
                "follow-delivery",
                "track-facet",
                "forecast-delay",
                "report-delivery-risk",
                "watch-stock",
                "watch-cold-chain",
                "detect-anomalies",
                "report-anomalies",
                "settle-disruptions",
                "manage-alerts-of-parts",
                "manage-alerts-of-parents",
                "notify"));
  }

  @Test
  void doesNotStartWhileItsOutputHasNoSchema() {
    FakeSchemaRegistry empty = FakeSchemaRegistry.of(2, DeadLetter.getClassSchema());

    assertThatThrownBy(() -> job(empty.factory()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot write SupplyAlert to topic supply.alerts");
  }

  private static StreamExecutionEnvironment job(SchemaRegistryFactory schemas) {
    StreamExecutionEnvironment env = JobEnvironment.create(OPTIONS.job());
    SupplyChainAlertsJob.define(OPTIONS, schemas, env);
    return env;
  }
}
