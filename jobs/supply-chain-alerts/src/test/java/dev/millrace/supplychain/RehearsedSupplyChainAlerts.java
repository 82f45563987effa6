package dev.millrace.supplychain;

import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.job.JobOptions;
import dev.millrace.common.testing.savepoint.RehearsedJob;
import dev.millrace.common.testing.stream.ListSource;
import java.util.Set;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job with the options that its savepoints are kept with. */
final class RehearsedSupplyChainAlerts implements RehearsedJob {

  /**
   * Deadlines go by events alone, and nothing is forgotten by the clock of the machine: a savepoint
   * is read in years to come. One late shipment is a disruption, and three deliveries are a habit,
   * so that a few records leave something in every state.
   */
  private static final SupplyChainAlertsOptions OPTIONS =
      SupplyChainAlertsOptions.from(
          new String[] {
            "-Dkafka.bootstrap-servers=127.0.0.1:9",
            "-Dschema-registry.url=http://127.0.0.1:9",
            "-Djob.parallelism=1",
            "-Dclock.mode=events",
            "-Dclock.lateness=0 s",
            "-Dclock.max-hold=7 d",
            "-Dvalidation.past-horizon=36500 d",
            "-Dstate.retention=36500 d",
            "-Dstate.duplicate-retention=36500 d",
            "-Dstate.delivery-retention=36500 d",
            "-Dstate.stock-retention=36500 d",
            "-Dstate.sensor-retention=36500 d",
            "-Ddisruption.min-shipments=1",
            "-Ddisruption.raise-score=3",
            "-Ddrift.observations=3",
            "-Ddelivery.late-probability=0.01",
            "-Dstock.history-days=1",
            "-Dalerts.retention=10 d",
            "-Dnotifications.per-hour=1",
            "-Dnotifications.burst=1",
          });

  @Override
  public JobOptions options() {
    return OPTIONS.job();
  }

  @Override
  public void define(
      Surroundings surroundings, SchemaRegistryFactory schemas, StreamExecutionEnvironment env) {
    SupplyChainAlertsJob.define(OPTIONS, schemas, env);
  }

  /**
   * Only what is said of parts is forecast, waits, and may be part of more; an outcome waits for
   * its own time. All that is due at a moment is read together from savepoints of earlier builds,
   * and not kept so any more.
   */
  @Override
  public Set<String> passingStates() {
    return Set.of(
        "waiting of manage-alerts-of-parents",
        "waiting-until of manage-alerts-of-parents",
        "may-be-part of manage-alerts-of-parents",
        "outcomes of forecast-delay",
        "agenda of forecast-delay",
        "expected of track-facet",
        "deadlines of watch-place",
        "deadlines of watch-supplier",
        "checks of watch-stock",
        "locations-to-check of watch-stock");
  }

  @Override
  public ListSource.End end() {
    return ListSource.End.SILENCE;
  }
}
