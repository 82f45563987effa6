package dev.millrace.supplychain;

import dev.millrace.common.contract.AvroKafkaSink;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.ingest.DeadLetterSink;
import dev.millrace.common.ingest.DecodedTopic;
import dev.millrace.common.ingest.Ingest;
import dev.millrace.common.ingest.KafkaIngest;
import dev.millrace.common.job.JobEnvironment;
import dev.millrace.common.job.KafkaOptions.Arrival;
import dev.millrace.common.job.KafkaTransactions;
import dev.millrace.supply.AlertCommand;
import dev.millrace.supply.ShipmentMilestone;
import dev.millrace.supply.ShipmentPlan;
import dev.millrace.supply.StockLevel;
import dev.millrace.supply.SupplierConfirmation;
import dev.millrace.supply.SupplyAlert;
import dev.millrace.supply.SupplyNotification;
import dev.millrace.supply.SupplyOrder;
import dev.millrace.supply.TelemetryReading;
import dev.millrace.supplychain.SupplyChainAlertsOptions.Horizon;
import dev.millrace.supplychain.SupplyChainAlertsTopology.Inputs;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Tells the right person of a disruption of the supply chain. Guarantee: the newest version of an
 * alert counts, and deadlines fire though nothing comes, see README.
 */
public final class SupplyChainAlertsJob {
  static final String PLANS = "supply.shipment-plans";
  static final String MILESTONES = "supply.shipment-milestones";
  static final String STOCK_LEVELS = "supply.stock-levels";
  static final String ORDERS = "supply.orders";
  static final String CONFIRMATIONS = "supply.supplier-confirmations";
  static final String TELEMETRY = "supply.telemetry";
  static final String COMMANDS = "supply.alert-commands";
  static final String ALERTS = "supply.alerts";
  static final String NOTIFICATIONS = "supply.notifications";

  private SupplyChainAlertsJob() {}

  public static void main(String[] args) throws Exception {
    SupplyChainAlertsOptions options = SupplyChainAlertsOptions.from(args);
    KafkaTransactions.check(options.job(), options.kafka());
    StreamExecutionEnvironment env = JobEnvironment.create(options.job(), options.kafka());
    define(options, SchemaRegistryFactory.of(options.registry()), env);
    env.execute(options.job().name());
  }

  /** The job from its topics to its topics; apart from main, so that a test can build it. */
  static void define(
      SupplyChainAlertsOptions options,
      SchemaRegistryFactory schemas,
      StreamExecutionEnvironment env) {
    KafkaIngest kafka =
        new KafkaIngest(options.job().name(), options.kafka(), schemas, options.input());
    Horizon horizon = options.horizon();
    Ingest<ShipmentPlan> plans =
        kafka.read(PLANS, ShipmentPlan.class, SupplyRules.plans(horizon), Arrival.CHANGES, env);
    Ingest<ShipmentMilestone> milestones =
        kafka.read(
            MILESTONES,
            ShipmentMilestone.class,
            SupplyRules.milestones(horizon),
            Arrival.CHANGES,
            env);
    Ingest<StockLevel> levels =
        kafka.read(
            STOCK_LEVELS, StockLevel.class, SupplyRules.stockLevels(horizon), Arrival.CHANGES, env);
    Ingest<SupplyOrder> orders =
        kafka.read(ORDERS, SupplyOrder.class, SupplyRules.orders(horizon), Arrival.CHANGES, env);
    Ingest<SupplierConfirmation> confirmations =
        kafka.read(
            CONFIRMATIONS,
            SupplierConfirmation.class,
            SupplyRules.confirmations(horizon),
            Arrival.CHANGES,
            env);
    Ingest<TelemetryReading> telemetry =
        kafka.read(
            TELEMETRY, TelemetryReading.class, SupplyRules.telemetry(horizon), Arrival.BULK, env);
    DecodedTopic<AlertCommand> commands =
        kafka.readDecoded(
            COMMANDS, AlertCommand.class, SupplyRules.commands(horizon), Arrival.CHANGES, env);

    SchemaRegistry registry = schemas.open();
    SupplyChainAlertsTopology.Streams streams =
        SupplyChainAlertsTopology.build(
            new Inputs(
                plans.valid(),
                milestones.valid(),
                levels.valid(),
                orders.valid(),
                confirmations.valid(),
                telemetry.valid(),
                commands.records()),
            options.alerting(),
            System::currentTimeMillis);
    streams
        .alerts()
        .sinkTo(
            AvroKafkaSink.to(
                ALERTS, SupplyAlert.class, SupplyAlert::getAlertId, options.kafka(), registry))
        .uid("alerts-topic")
        .name(ALERTS);
    streams
        .notifications()
        .sinkTo(
            AvroKafkaSink.to(
                NOTIFICATIONS,
                SupplyNotification.class,
                SupplyNotification::getOwner,
                options.kafka(),
                registry))
        .uid("notifications-topic")
        .name(NOTIFICATIONS);
    DeadLetterSink.send(
        plans
            .deadLetters()
            .union(
                milestones.deadLetters(),
                levels.deadLetters(),
                orders.deadLetters(),
                confirmations.deadLetters(),
                telemetry.deadLetters(),
                commands.deadLetters(),
                streams.deadLetters()),
        options.kafka(),
        registry);
  }
}
