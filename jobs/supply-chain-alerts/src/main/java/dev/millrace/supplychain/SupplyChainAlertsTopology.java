package dev.millrace.supplychain;

import dev.millrace.common.delivery.DropDuplicates;
import dev.millrace.common.ingest.Received;
import dev.millrace.supply.AlertCommand;
import dev.millrace.supply.ShipmentMilestone;
import dev.millrace.supply.ShipmentPlan;
import dev.millrace.supply.StockLevel;
import dev.millrace.supply.SupplierConfirmation;
import dev.millrace.supply.SupplyOrder;
import dev.millrace.supply.TelemetryReading;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.place.Passage;
import dev.millrace.supplychain.domain.shipment.Voyage;
import dev.millrace.supplychain.domain.supplier.Delivery;
import dev.millrace.supplychain.domain.supplier.SupplierFinding;
import dev.millrace.supplychain.operator.ClockRules.WallClock;
import dev.millrace.supplychain.operator.DeadlineClock;
import dev.millrace.supplychain.operator.DeadlineClock.EventTime;
import dev.millrace.supplychain.operator.DecideDisruptions;
import dev.millrace.supplychain.operator.EstimateArrivals;
import dev.millrace.supplychain.operator.FindingTypes;
import dev.millrace.supplychain.operator.NameAlternatives;
import dev.millrace.supplychain.operator.SupplierTypes;
import dev.millrace.supplychain.operator.TrackShipment;
import dev.millrace.supplychain.operator.WatchColdChain;
import dev.millrace.supplychain.operator.WatchPlace;
import dev.millrace.supplychain.operator.WatchStock;
import dev.millrace.supplychain.operator.WatchSupplier;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
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
   * What the detectors find.
   *
   * @param parts of shipments, orders, stock and sensors, which may be part of something larger
   * @param wholes of lanes, ports, carriers and suppliers
   */
  record Findings(DataStream<Finding> parts, DataStream<Finding> wholes) {}

  /**
   * Findings about everything that comes.
   *
   * @param wall the present, where no event says what time it is
   */
  static Findings build(Inputs in, SupplyChainAlertsOptions.Alerting alerting, WallClock wall) {
    Inputs timed = timed(in, alerting, wall);
    SingleOutputStreamOperator<Finding> shipments = shipments(timed, alerting);
    SingleOutputStreamOperator<Finding> arrivals =
        shipments
            .getSideOutput(TrackShipment.VOYAGES)
            .keyBy(Voyage::laneId, Types.STRING)
            .process(
                new EstimateArrivals(alerting.places().arrivals(), alerting.retentions().watched()),
                FindingTypes.FINDING)
            .uid("estimate-arrivals")
            .name("estimate arrivals");
    return new Findings(
        shipments.union(arrivals, stock(timed, alerting), coldChain(timed, alerting)),
        disruptions(shipments, arrivals, alerting).union(suppliers(timed, alerting)));
  }

  private static SingleOutputStreamOperator<Finding> shipments(
      Inputs timed, SupplyChainAlertsOptions.Alerting alerting) {
    return timed
        .plans()
        .keyBy(plan -> plan.value().getShipmentId(), Types.STRING)
        .connect(
            timed.milestones().keyBy(milestone -> milestone.value().getShipmentId(), Types.STRING))
        .process(
            new TrackShipment(alerting.tracking(), alerting.retentions().watched()),
            FindingTypes.FINDING)
        .uid("track-shipment")
        .name("track shipment");
  }

  private static DataStream<Finding> disruptions(
      SingleOutputStreamOperator<Finding> shipments,
      SingleOutputStreamOperator<Finding> arrivals,
      SupplyChainAlertsOptions.Alerting alerting) {
    return shipments
        .getSideOutput(TrackShipment.PASSAGES)
        .keyBy(Passage::place, Types.STRING)
        .process(
            new WatchPlace(alerting.places().disruptions(), alerting.retentions().watched()),
            WatchPlace.SUSPICION)
        .uid("watch-place")
        .name("watch place")
        .keyBy(suspicion -> DecideDisruptions.KEY, Types.STRING)
        .connect(
            arrivals
                .getSideOutput(EstimateArrivals.FACTS)
                .keyBy(facts -> DecideDisruptions.KEY, Types.STRING))
        .process(
            new DecideDisruptions(alerting.places().decisions(), alerting.retentions().watched()),
            FindingTypes.FINDING)
        .uid("decide-disruptions")
        .name("decide disruptions");
  }

  private static DataStream<Finding> suppliers(
      Inputs timed, SupplyChainAlertsOptions.Alerting alerting) {
    SingleOutputStreamOperator<SupplierFinding> drifts =
        distinct(
                timed.confirmations(),
                "confirmations",
                SupplierConfirmation.class,
                confirmation -> confirmation.value().getSupplierId(),
                confirmation -> confirmation.value().getConfirmationId(),
                alerting)
            .connect(
                distinct(
                    timed
                        .orders()
                        .filter(order -> order.value().getSupplierId() != null)
                        .uid("purchases")
                        .name("purchases"),
                    "purchases",
                    SupplyOrder.class,
                    order -> order.value().getSupplierId(),
                    order -> order.value().getOrderId() + "/" + order.value().getVersion(),
                    alerting))
            .process(
                new WatchSupplier(alerting.suppliers().drift(), alerting.retentions().watched()),
                SupplierTypes.FINDING)
            .uid("watch-supplier")
            .name("watch supplier");
    return drifts
        .keyBy(SupplierFinding::skuId, Types.STRING)
        .connect(
            drifts.getSideOutput(WatchSupplier.DELIVERIES).keyBy(Delivery::skuId, Types.STRING))
        .process(
            new NameAlternatives(
                alerting.suppliers().alternatives(), alerting.retentions().watched()),
            FindingTypes.FINDING)
        .uid("name-alternatives")
        .name("name alternatives");
  }

  private static DataStream<Finding> stock(
      Inputs timed, SupplyChainAlertsOptions.Alerting alerting) {
    return timed
        .stockLevels()
        .keyBy(level -> level.value().getSkuId(), Types.STRING)
        .connect(
            distinct(
                timed.orders(),
                "orders",
                SupplyOrder.class,
                order -> order.value().getSkuId(),
                order -> order.value().getOrderId() + "/" + order.value().getVersion(),
                alerting))
        .process(new WatchStock(alerting.stock()), FindingTypes.FINDING)
        .uid("watch-stock")
        .name("watch stock");
  }

  private static DataStream<Finding> coldChain(
      Inputs timed, SupplyChainAlertsOptions.Alerting alerting) {
    return timed
        .telemetry()
        .keyBy(reading -> reading.value().getDeviceId(), Types.STRING)
        .process(new WatchColdChain(alerting.coldChain()), FindingTypes.FINDING)
        .uid("watch-cold-chain")
        .name("watch cold chain");
  }

  /** Records without repeats, still partitioned by their key. */
  private static <T extends SpecificRecordBase> KeyedStream<Received<T>, String> distinct(
      DataStream<Received<T>> records,
      String name,
      Class<T> type,
      KeySelector<Received<T>, String> key,
      DropDuplicates.IdOf<Received<T>> id,
      SupplyChainAlertsOptions.Alerting alerting) {
    DataStream<Received<T>> once =
        records
            .keyBy(key, Types.STRING)
            .process(
                new DropDuplicates<>(id, alerting.retentions().duplicates()), Received.type(type))
            .uid("drop-duplicates-" + name)
            .name("drop duplicate " + name);
    return DataStreamUtils.reinterpretAsKeyedStream(once, key, Types.STRING);
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
