package dev.millrace.supplychain;

import dev.millrace.common.ingest.Received;
import dev.millrace.supply.AlertCommand;
import dev.millrace.supply.ShipmentMilestone;
import dev.millrace.supply.ShipmentPlan;
import dev.millrace.supply.StockLevel;
import dev.millrace.supply.SupplierConfirmation;
import dev.millrace.supply.SupplyOrder;
import dev.millrace.supply.TelemetryReading;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.operator.ClockRules.WallClock;
import dev.millrace.supplychain.operator.DeadlineClock;
import dev.millrace.supplychain.operator.DeadlineClock.EventTime;
import dev.millrace.supplychain.operator.FindingTypes;
import dev.millrace.supplychain.operator.TrackShipment;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** From what happens in a supply chain to alerts: every key and step, from top to bottom. */
public final class SupplyChainAlertsTopology {

  private SupplyChainAlertsTopology() {}

  /** What the job reads. */
  public record Inputs(
      DataStream<Received<ShipmentPlan>> plans,
      DataStream<Received<ShipmentMilestone>> milestones,
      DataStream<Received<StockLevel>> stockLevels,
      DataStream<Received<SupplyOrder>> orders,
      DataStream<Received<SupplierConfirmation>> confirmations,
      DataStream<Received<TelemetryReading>> telemetry,
      DataStream<Received<AlertCommand>> commands) {}

  /**
   * Findings about everything that comes.
   *
   * @param wall the present, where no event says what time it is
   */
  public static DataStream<Finding> build(
      Inputs in, SupplyChainAlertsOptions.Alerting alerting, WallClock wall) {
    Inputs timed = timed(in, alerting, wall);
    SingleOutputStreamOperator<Finding> shipments =
        timed
            .plans()
            .keyBy(plan -> plan.value().getShipmentId(), Types.STRING)
            .connect(
                timed
                    .milestones()
                    .keyBy(milestone -> milestone.value().getShipmentId(), Types.STRING))
            .process(
                new TrackShipment(alerting.tracking(), alerting.retention()), FindingTypes.FINDING)
            .uid("track-shipment")
            .name("track shipment");
    return shipments;
  }

  /** The inputs with the clock that deadlines go by. */
  private static Inputs timed(
      Inputs in, SupplyChainAlertsOptions.Alerting alerting, WallClock wall) {
    return new Inputs(
        timed(in.plans(), "plans", p -> p.value().getEventTime().toEpochMilli(), alerting, wall),
        timed(
            in.milestones(),
            "milestones",
            m -> m.value().getEventTime().toEpochMilli(),
            alerting,
            wall),
        timed(
            in.stockLevels(),
            "stock-levels",
            s -> s.value().getEventTime().toEpochMilli(),
            alerting,
            wall),
        timed(in.orders(), "orders", o -> o.value().getEventTime().toEpochMilli(), alerting, wall),
        timed(
            in.confirmations(),
            "confirmations",
            c -> c.value().getEventTime().toEpochMilli(),
            alerting,
            wall),
        timed(
            in.telemetry(),
            "telemetry",
            t -> t.value().getEventTime().toEpochMilli(),
            alerting,
            wall),
        timed(
            in.commands(),
            "commands",
            c -> c.value().getEventTime().toEpochMilli(),
            alerting,
            wall));
  }

  private static <T extends SpecificRecordBase> DataStream<Received<T>> timed(
      DataStream<Received<T>> input,
      String name,
      EventTime<Received<T>> eventTime,
      SupplyChainAlertsOptions.Alerting alerting,
      WallClock wall) {
    return input
        .assignTimestampsAndWatermarks(new DeadlineClock<>(alerting.clock(), wall, eventTime))
        .uid("clock-" + name)
        .name("clock of " + name);
  }
}
