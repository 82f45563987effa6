package dev.millrace.supplychain;

import dev.millrace.common.contract.RecordType;
import dev.millrace.common.delivery.DropDuplicates;
import dev.millrace.common.ingest.Decoded;
import dev.millrace.common.ingest.Received;
import dev.millrace.suite.DeadLetter;
import dev.millrace.supply.AlertCommand;
import dev.millrace.supply.OrderKind;
import dev.millrace.supply.Quantity;
import dev.millrace.supply.ShipmentMilestone;
import dev.millrace.supply.ShipmentPlan;
import dev.millrace.supply.StockLevel;
import dev.millrace.supply.SupplierConfirmation;
import dev.millrace.supply.SupplyAlert;
import dev.millrace.supply.SupplyNotification;
import dev.millrace.supply.SupplyOrder;
import dev.millrace.supply.TelemetryReading;
import dev.millrace.supplychain.SupplyChainAlertsOptions.Alerting;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.anomaly.AnomalyFindings;
import dev.millrace.supplychain.domain.anomaly.JudgedPoint;
import dev.millrace.supplychain.domain.anomaly.SeriesPoint;
import dev.millrace.supplychain.domain.coldchain.ProductClasses;
import dev.millrace.supplychain.domain.delivery.ConfirmationNews;
import dev.millrace.supplychain.domain.delivery.DeliveryNews;
import dev.millrace.supplychain.domain.delivery.OrderNews;
import dev.millrace.supplychain.domain.goods.Carriage;
import dev.millrace.supplychain.domain.goods.GoodsDelay;
import dev.millrace.supplychain.domain.notice.News;
import dev.millrace.supplychain.domain.place.Passage;
import dev.millrace.supplychain.domain.shipment.Voyage;
import dev.millrace.supplychain.domain.supplier.Delivery;
import dev.millrace.supplychain.domain.supplier.SupplierFinding;
import dev.millrace.supplychain.operator.AlertInput;
import dev.millrace.supplychain.operator.AnomalyTypes;
import dev.millrace.supplychain.operator.ClockRules.WallClock;
import dev.millrace.supplychain.operator.DeadlineClock;
import dev.millrace.supplychain.operator.DeadlineClock.EventTime;
import dev.millrace.supplychain.operator.DeadlineClock.PartitionOf;
import dev.millrace.supplychain.operator.DecideDisruptions;
import dev.millrace.supplychain.operator.DeliveryRisk;
import dev.millrace.supplychain.operator.DeliveryTypes;
import dev.millrace.supplychain.operator.DetectAnomalies;
import dev.millrace.supplychain.operator.EstimateArrivals;
import dev.millrace.supplychain.operator.FindingTypes;
import dev.millrace.supplychain.operator.FollowGoods;
import dev.millrace.supplychain.operator.GoodsTypes;
import dev.millrace.supplychain.operator.ManageAlerts;
import dev.millrace.supplychain.operator.NameAlternatives;
import dev.millrace.supplychain.operator.Notify;
import dev.millrace.supplychain.operator.SettleDisruptions;
import dev.millrace.supplychain.operator.StockNews;
import dev.millrace.supplychain.operator.SupplierNews;
import dev.millrace.supplychain.operator.SupplierTypes;
import dev.millrace.supplychain.operator.TrackShipment;
import dev.millrace.supplychain.operator.WatchColdChain;
import dev.millrace.supplychain.operator.WatchPlace;
import dev.millrace.supplychain.operator.WatchStock;
import dev.millrace.supplychain.operator.WatchSupplier;
import java.io.Serializable;
import java.time.Instant;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.Collector;

/** From what happens in a supply chain to alerts: every key and step, from top to bottom. */
public final class SupplyChainAlertsTopology {
  private final Alerting alerting;
  private final WallClock wall;

  private SupplyChainAlertsTopology(Alerting alerting, WallClock wall) {
    this.alerting = alerting;
    this.wall = wall;
  }

  /** What the job reads. */
  public record Inputs(
      DataStream<Received<ShipmentPlan>> plans,
      DataStream<Received<ShipmentMilestone>> milestones,
      DataStream<Received<StockLevel>> stockLevels,
      DataStream<Received<SupplyOrder>> orders,
      DataStream<Received<SupplierConfirmation>> confirmations,
      DataStream<Received<TelemetryReading>> telemetry,
      DataStream<Decoded<AlertCommand>> commands) {}

  /**
   * What leaves the topology.
   *
   * @param alerts versions of alerts
   * @param notifications messages to their owners
   * @param deadLetters commands without effect
   */
  public record Streams(
      DataStream<SupplyAlert> alerts,
      DataStream<SupplyNotification> notifications,
      DataStream<DeadLetter> deadLetters) {}

  /**
   * Alerts about everything that comes.
   *
   * @param wall the present, where no event says what time it is
   */
  public static Streams build(Inputs in, Alerting alerting, WallClock wall) {
    SupplyChainAlertsTopology topology = new SupplyChainAlertsTopology(alerting, wall);
    Inputs timed = topology.timed(in);
    return topology.alerts(topology.findings(timed), timed.commands());
  }

  /** What the detectors find. */
  private DataStream<Finding> findings(Inputs in) {
    SingleOutputStreamOperator<Finding> shipments = shipments(in);
    SingleOutputStreamOperator<Finding> arrivals = arrivals(shipments);
    KeyedStream<Received<SupplyOrder>, String> purchases = purchases(in);
    KeyedStream<Received<SupplierConfirmation>, String> confirmations = confirmations(in);
    DataStream<GoodsDelay> delays = delays(in, shipments);
    return shipments.union(
        arrivals,
        disruptions(shipments, arrivals),
        suppliers(confirmations, purchases, delays),
        deliveries(confirmations, purchases),
        stock(in, delays),
        coldChain(in),
        anomalies(in));
  }

  private SingleOutputStreamOperator<Finding> shipments(Inputs in) {
    return in.plans()
        .keyBy(plan -> plan.value().getShipmentId(), Types.STRING)
        .connect(
            in.milestones().keyBy(milestone -> milestone.value().getShipmentId(), Types.STRING))
        .process(
            new TrackShipment(alerting.tracking(), alerting.retentions().watched()),
            FindingTypes.FINDING)
        .uid("track-shipment")
        .name("track shipment");
  }

  private SingleOutputStreamOperator<Finding> arrivals(
      SingleOutputStreamOperator<Finding> shipments) {
    return shipments
        .getSideOutput(TrackShipment.VOYAGES)
        .keyBy(Voyage::laneId, Types.STRING)
        .process(
            new EstimateArrivals(alerting.places().arrivals(), alerting.retentions().watched()),
            FindingTypes.FINDING)
        .uid("estimate-arrivals")
        .name("estimate arrivals");
  }

  private DataStream<Finding> disruptions(
      SingleOutputStreamOperator<Finding> shipments, SingleOutputStreamOperator<Finding> arrivals) {
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
        // Few places are suspected at a time, and all of them have to be seen together.
        .setParallelism(1)
        .uid("decide-disruptions")
        .name("decide disruptions");
  }

  /** What is late on its way, and why. */
  private DataStream<GoodsDelay> delays(Inputs in, SingleOutputStreamOperator<Finding> shipments) {
    return in.orders()
        .filter(order -> order.value().getKind() != OrderKind.DEMAND)
        .uid("bringing-goods")
        .name("bringing goods")
        .keyBy(order -> order.value().getOrderId(), Types.STRING)
        .connect(
            shipments
                .getSideOutput(TrackShipment.VOYAGES)
                .flatMap(
                    (Voyage voyage, Collector<Carriage> out) ->
                        Carriage.of(voyage).forEach(out::collect))
                .returns(GoodsTypes.CARRIAGE)
                .uid("carriages")
                .name("carriages")
                .keyBy(Carriage::orderId, Types.STRING))
        .process(new FollowGoods(alerting.retentions().watched()), GoodsTypes.DELAY)
        .uid("follow-goods")
        .name("follow goods");
  }

  private KeyedStream<Received<SupplierConfirmation>, String> confirmations(Inputs in) {
    return distinct(
        in.confirmations(),
        "confirmations",
        SupplierConfirmation.class,
        confirmation -> confirmation.value().getSupplierId(),
        confirmation -> confirmation.value().getConfirmationId());
  }

  private KeyedStream<Received<SupplyOrder>, String> purchases(Inputs in) {
    return distinct(
        in.orders()
            .filter(order -> order.value().getSupplierId() != null)
            .uid("purchases")
            .name("purchases"),
        "purchases",
        SupplyOrder.class,
        order -> order.value().getSupplierId(),
        order -> order.value().getOrderId() + "/" + order.value().getVersion());
  }

  private DataStream<Finding> suppliers(
      KeyedStream<Received<SupplierConfirmation>, String> confirmations,
      KeyedStream<Received<SupplyOrder>, String> purchases,
      DataStream<GoodsDelay> delays) {
    SingleOutputStreamOperator<SupplierFinding> drifts =
        confirmations
            .map(heard -> SupplierNews.of(heard))
            .returns(SupplierNews.TYPE)
            .uid("heard-of-suppliers")
            .name("heard of suppliers")
            .union(
                delays
                    .filter(delay -> delay.supplierId() != null)
                    .uid("of-suppliers")
                    .name("of suppliers")
                    .map(delay -> SupplierNews.of(delay))
                    .returns(SupplierNews.TYPE)
                    .uid("delays-of-suppliers")
                    .name("delays of suppliers"))
            .keyBy(SupplierNews::supplierId, Types.STRING)
            .connect(purchases)
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

  private DataStream<Finding> deliveries(
      DataStream<Received<SupplierConfirmation>> confirmations,
      DataStream<Received<SupplyOrder>> purchases) {
    DataStream<DeliveryNews> news =
        purchases
            .flatMap(
                (Received<SupplyOrder> order, Collector<DeliveryNews> out) ->
                    OrderNews.of(order.value()).ifPresent(out::collect))
            .returns(DeliveryTypes.NEWS)
            .uid("deliveries-ordered")
            .name("deliveries ordered")
            .union(
                confirmations
                    .flatMap(
                        (Received<SupplierConfirmation> heard, Collector<DeliveryNews> out) ->
                            ConfirmationNews.of(heard.value()).ifPresent(out::collect))
                    .returns(DeliveryTypes.NEWS)
                    .uid("deliveries-confirmed")
                    .name("deliveries confirmed"));
    return DeliveryRisk.findings(news, alerting.deliveries());
  }

  private DataStream<Finding> stock(Inputs in, DataStream<GoodsDelay> delays) {
    return in.stockLevels()
        .map(level -> StockNews.of(level))
        .returns(StockNews.TYPE)
        .uid("counted-stock")
        .name("counted stock")
        .union(
            delays
                .map(delay -> StockNews.of(delay))
                .returns(StockNews.TYPE)
                .uid("delays-of-stock")
                .name("delays of stock"))
        .keyBy(StockNews::skuId, Types.STRING)
        .connect(
            distinct(
                in.orders(),
                "orders",
                SupplyOrder.class,
                order -> order.value().getSkuId(),
                order -> order.value().getOrderId() + "/" + order.value().getVersion()))
        .process(new WatchStock(alerting.stock()), FindingTypes.FINDING)
        .uid("watch-stock")
        .name("watch stock");
  }

  private DataStream<Finding> coldChain(Inputs in) {
    return in.telemetry()
        .keyBy(reading -> reading.value().getDeviceId(), Types.STRING)
        .process(new WatchColdChain(alerting.coldChain()), FindingTypes.FINDING)
        .uid("watch-cold-chain")
        .name("watch cold chain");
  }

  private DataStream<Finding> anomalies(Inputs in) {
    // What only is unusual matters to nobody where a range says what is wrong.
    ProductClasses ranges = alerting.coldChain().policy().classes();
    return in.telemetry()
        .filter(
            reading ->
                reading.value().getQuantity() != Quantity.TEMPERATURE
                    || ranges.of(reading.value().getProductClass()) == null)
        .uid("without-range")
        .name("without a range")
        .map(reading -> SeriesPoint.of(reading.value(), reading.source()))
        .returns(AnomalyTypes.POINT)
        .uid("series")
        .name("series")
        .keyBy(SeriesPoint::series, Types.STRING)
        .process(
            new DetectAnomalies(alerting.anomalies(), alerting.retentions().watched()),
            AnomalyTypes.JUDGED)
        .uid("detect-anomalies")
        .name("detect anomalies")
        .flatMap(
            (JudgedPoint judged, Collector<Finding> out) ->
                AnomalyFindings.of(judged).ifPresent(out::collect))
        .returns(FindingTypes.FINDING)
        .uid("anomalies")
        .name("anomalies");
  }

  /** Alerts of what the detectors find and of what people do about it. */
  private Streams alerts(DataStream<Finding> findings, DataStream<Decoded<AlertCommand>> commands) {
    DataStream<AlertInput> said =
        findings
            .map(finding -> AlertInput.of(finding))
            .returns(AlertInput.TYPE)
            .uid("findings")
            .name("findings")
            .union(
                commands
                    .map(command -> AlertInput.of(command))
                    .returns(AlertInput.TYPE)
                    .uid("commands")
                    .name("commands"));
    DataStream<AlertInput> ofParts =
        said.filter(input -> !input.isOfParent()).uid("of-parts").name("of parts");
    DataStream<AlertInput> ofParents =
        said.filter(AlertInput::isOfParent).uid("of-parents").name("of parents");

    BroadcastStream<Finding> disruptions =
        ofParents
            .keyBy(AlertInput::alertId, Types.STRING)
            .process(
                new SettleDisruptions(
                    alerting.alerts().clearAfter(),
                    alerting.alerts().releasesAfter(),
                    alerting.alerts().retention()),
                FindingTypes.FINDING)
            .uid("settle-disruptions")
            .name("settle disruptions")
            .broadcast(ManageAlerts.DISRUPTIONS);
    SingleOutputStreamOperator<SupplyAlert> parts = manage(ofParts, disruptions, "parts");
    SingleOutputStreamOperator<SupplyAlert> parents =
        manage(
            ofParents.union(parts.getSideOutput(ManageAlerts.TO_PARENTS)), disruptions, "parents");
    DataStream<SupplyAlert> alerts = parts.union(parents);
    return new Streams(
        alerts,
        parts
            .getSideOutput(ManageAlerts.NEWS)
            .union(parents.getSideOutput(ManageAlerts.NEWS))
            .keyBy(News::owner, Types.STRING)
            .process(new Notify(alerting.notices()), new RecordType<>(SupplyNotification.class))
            .uid("notify")
            .name("notify"),
        parts
            .getSideOutput(ManageAlerts.REFUSED)
            .union(parents.getSideOutput(ManageAlerts.REFUSED)));
  }

  private SingleOutputStreamOperator<SupplyAlert> manage(
      DataStream<AlertInput> inputs, BroadcastStream<Finding> disruptions, String which) {
    return inputs
        .keyBy(AlertInput::alertId, Types.STRING)
        .connect(disruptions)
        .process(
            new ManageAlerts(SupplyChainAlertsOptions.JOB, alerting.alerts()),
            new RecordType<>(SupplyAlert.class))
        .uid("manage-alerts-of-" + which)
        .name("manage alerts of " + which);
  }

  /** Records without repeats, still partitioned by their key. */
  private <T extends SpecificRecordBase> KeyedStream<Received<T>, String> distinct(
      DataStream<Received<T>> records,
      String name,
      Class<T> type,
      KeySelector<Received<T>, String> key,
      DropDuplicates.IdOf<Received<T>> id) {
    DataStream<Received<T>> once =
        records
            .keyBy(key, Types.STRING)
            .process(
                // A supplier or product has the ids of days.
                DropDuplicates.ofManyIdsOfAKey(id, alerting.retentions().duplicates()),
                Received.type(type))
            .uid("drop-duplicate-" + name)
            .name("drop duplicate " + name);
    return DataStreamUtils.reinterpretAsKeyedStream(once, key, Types.STRING);
  }

  /** The inputs with the clock that deadlines go by. */
  private Inputs timed(Inputs in) {
    return new Inputs(
        records(in.plans(), "plans", ShipmentPlan::getEventTime),
        records(in.milestones(), "milestones", ShipmentMilestone::getEventTime),
        records(in.stockLevels(), "stock levels", StockLevel::getEventTime),
        records(in.orders(), "orders", SupplyOrder::getEventTime),
        records(in.confirmations(), "confirmations", SupplierConfirmation::getEventTime),
        records(in.telemetry(), "telemetry", TelemetryReading::getEventTime),
        timed(
            in.commands(),
            "commands",
            command -> command.raw().partition(),
            command -> command.value().getEventTime().toEpochMilli()));
  }

  /** When what a record tells of happened. */
  private interface Happened<T> extends Function<T, Instant>, Serializable {}

  private <T extends SpecificRecordBase> DataStream<Received<T>> records(
      DataStream<Received<T>> input, String name, Happened<T> happened) {
    return timed(
        input,
        name,
        record -> record.source().getPartition(),
        record -> happened.apply(record.value()).toEpochMilli());
  }

  private <T> DataStream<T> timed(
      DataStream<T> input, String name, PartitionOf<T> partition, EventTime<T> eventTime) {
    return input
        .assignTimestampsAndWatermarks(
            new DeadlineClock<>(alerting.clock(), wall, partition, eventTime))
        .uid("clock-of-" + name.replace(' ', '-'))
        .name("clock of " + name);
  }
}
