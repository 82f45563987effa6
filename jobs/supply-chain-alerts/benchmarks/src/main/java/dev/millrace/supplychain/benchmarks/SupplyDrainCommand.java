package dev.millrace.supplychain.benchmarks;

import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.ingest.Received;
import dev.millrace.common.ingest.RecordIngest;
import dev.millrace.common.job.JobOptions;
import dev.millrace.common.job.KafkaOptions;
import dev.millrace.common.job.RegistryOptions;
import dev.millrace.common.quality.RecordRules;
import dev.millrace.drain.Answers;
import dev.millrace.drain.DrainCommand;
import dev.millrace.drain.DrainedJob;
import dev.millrace.supply.AlertCommand;
import dev.millrace.supply.ShipmentMilestone;
import dev.millrace.supply.ShipmentPlan;
import dev.millrace.supply.StockLevel;
import dev.millrace.supply.SupplierConfirmation;
import dev.millrace.supply.SupplyAlert;
import dev.millrace.supply.SupplyNotification;
import dev.millrace.supply.SupplyOrder;
import dev.millrace.supply.TelemetryReading;
import dev.millrace.supplychain.SupplyChainAlertsOptions;
import dev.millrace.supplychain.SupplyChainAlertsTopology;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.streaming.api.datastream.DataStream;
import picocli.CommandLine.Command;

/** {@code supply-drain}: as a replay, in the time of the events. */
@Command(
    name = "supply-drain",
    mixinStandardHelpOptions = true,
    description = {
      "Events a second from which the whole job makes alerts, with heap and with RocksDB state, beside a job that passes the same records on; in turns, medians.",
      "Reads the supply.* inputs of the running stack to their ends; stop the jobs there, and fill them before: scripts/simulate supply --days 120 --fast"
    })
final class SupplyDrainCommand extends DrainCommand {
  private static final String PLANS = "supply.shipment-plans";
  private static final String MILESTONES = "supply.shipment-milestones";
  private static final String STOCK_LEVELS = "supply.stock-levels";
  private static final String ORDERS = "supply.orders";
  private static final String CONFIRMATIONS = "supply.supplier-confirmations";
  private static final String TELEMETRY = "supply.telemetry";
  private static final String COMMANDS = "supply.alert-commands";

  SupplyDrainCommand() {
    super(
        List.of(PLANS, MILESTONES, STOCK_LEVELS, ORDERS, CONFIRMATIONS, TELEMETRY, COMMANDS),
        "events");
  }

  @Override
  protected DrainedJob job(String... options) {
    return new Alerting(
        SupplyChainAlertsOptions.from(
            Stream.concat(Stream.of(options), Stream.of("-Dclock.mode=events"))
                .toArray(String[]::new)));
  }

  private record Alerting(SupplyChainAlertsOptions options) implements DrainedJob {

    @Override
    public JobOptions job() {
      return options.job();
    }

    @Override
    public KafkaOptions kafka() {
      return options.kafka();
    }

    @Override
    public RegistryOptions registry() {
      return options.registry();
    }

    @Override
    public void define(Topics records, SchemaRegistryFactory registry, Answers answers) {
      RecordIngest ingest = new RecordIngest(options.job().name(), registry, options.input());
      SupplyChainAlertsTopology.Streams streams =
          SupplyChainAlertsTopology.build(
              new SupplyChainAlertsTopology.Inputs(
                  valid(ingest, records, PLANS, ShipmentPlan.class),
                  valid(ingest, records, MILESTONES, ShipmentMilestone.class),
                  valid(ingest, records, STOCK_LEVELS, StockLevel.class),
                  valid(ingest, records, ORDERS, SupplyOrder.class),
                  valid(ingest, records, CONFIRMATIONS, SupplierConfirmation.class),
                  valid(ingest, records, TELEMETRY, TelemetryReading.class),
                  ingest.decoded(records.of(COMMANDS), COMMANDS, AlertCommand.class).records()),
              options.alerting(),
              System::currentTimeMillis);
      answers.send(streams.alerts(), SupplyAlert.class, SupplyAlert::getAlertId);
      answers.send(streams.notifications(), SupplyNotification.class, SupplyNotification::getOwner);
    }

    private static <T extends SpecificRecordBase> DataStream<Received<T>> valid(
        RecordIngest ingest, Topics records, String topic, Class<T> type) {
      return ingest.valid(records.of(topic), topic, type, RecordRules.none()).valid();
    }
  }
}
