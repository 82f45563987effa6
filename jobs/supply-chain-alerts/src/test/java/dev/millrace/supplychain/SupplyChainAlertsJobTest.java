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
    // A uid that changes loses its state at the next upgrade, and one that comes or goes changes
    // what a savepoint must hold: that must be meant.
    assertThat(job(registry.factory()).getStreamGraph().getStreamNodes())
        .extracting(StreamNode::getTransformationUID)
        .containsExactlyInAnyOrder(
            "read-supply.shipment-plans",
            "ingest-supply.shipment-plans",
            "read-supply.shipment-milestones",
            "ingest-supply.shipment-milestones",
            "read-supply.stock-levels",
            "ingest-supply.stock-levels",
            "read-supply.orders",
            "ingest-supply.orders",
            "read-supply.supplier-confirmations",
            "ingest-supply.supplier-confirmations",
            "read-supply.telemetry",
            "ingest-supply.telemetry",
            "read-supply.alert-commands",
            "ingest-supply.alert-commands",
            "clock-of-plans",
            "clock-of-milestones",
            "clock-of-stock-levels",
            "clock-of-orders",
            "clock-of-confirmations",
            "clock-of-telemetry",
            "clock-of-commands",
            "track-shipment",
            "estimate-arrivals",
            "watch-place",
            "decide-disruptions",
            "bringing-goods",
            "carriages",
            "follow-goods",
            "drop-duplicate-confirmations",
            "purchases",
            "drop-duplicate-purchases",
            "heard-of-suppliers",
            "of-suppliers",
            "delays-of-suppliers",
            "watch-supplier",
            "name-alternatives",
            "deliveries-ordered",
            "deliveries-confirmed",
            "follow-delivery",
            "track-facet",
            "forecast-delay",
            "watch-delays",
            "drop-duplicate-orders",
            "counted-stock",
            "delays-of-stock",
            "watch-stock",
            "watch-cold-chain",
            "without-range",
            "series",
            "detect-anomalies",
            "anomalies",
            "findings",
            "commands",
            "of-parts",
            "of-parents",
            "settle-disruptions",
            "manage-alerts-of-parts",
            "manage-alerts-of-parents",
            "notify",
            "alerts-topic",
            "Sink Committer: alerts-topic",
            "notifications-topic",
            "Sink Committer: notifications-topic",
            "dead-letters-topic",
            "Sink Committer: dead-letters-topic");
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
