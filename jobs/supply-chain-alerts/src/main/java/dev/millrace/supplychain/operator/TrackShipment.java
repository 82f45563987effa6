package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.millrace.common.ingest.Received;
import dev.millrace.common.state.Retention;
import dev.millrace.supply.ShipmentMilestone;
import dev.millrace.supply.ShipmentPlan;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.place.Passage;
import dev.millrace.supplychain.domain.shipment.Shipment;
import dev.millrace.supplychain.domain.shipment.ShipmentTracker;
import dev.millrace.supplychain.domain.shipment.TrackingRules;
import dev.millrace.supplychain.domain.shipment.Voyage;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Keyed by shipment: holds milestones against the plan, and wakes up at the deadline of the next.
 *
 * <p>State: one {@link Shipment} with its plan until it has ended, then a remainder without it for
 * {@link TrackingRules#retention()}, so that repeated records do not bring it back; one timer.
 */
public final class TrackShipment
    extends KeyedCoProcessFunction<
        String, Received<ShipmentPlan>, Received<ShipmentMilestone>, Finding> {
  private static final long serialVersionUID = 1L;

  /** What lanes, ports and carriers hear of shipments' steps. */
  public static final OutputTag<Passage> PASSAGES =
      new OutputTag<>("passages", ShipmentTypes.PASSAGE);

  /** Where shipments stand. */
  public static final OutputTag<Voyage> VOYAGES = new OutputTag<>("voyages", ShipmentTypes.VOYAGE);

  private final TrackingRules rules;
  private final Duration retention;
  private transient ShipmentTracker tracker;
  private transient ValueState<Shipment> shipments;
  private transient ValueState<Long> timer;
  private transient Counter missed;

  /**
   * Tracks.
   *
   * @param retention how long a shipment is kept without a record, in processing time
   */
  public TrackShipment(TrackingRules rules, Duration retention) {
    this.rules = requireNonNull(rules);
    this.retention = requireNonNull(retention);
  }

  @Override
  public void open(OpenContext context) {
    tracker = new ShipmentTracker(rules);
    ValueStateDescriptor<Shipment> shipment =
        new ValueStateDescriptor<>("shipment", ShipmentTypes.SHIPMENT);
    ValueStateDescriptor<Long> wake = new ValueStateDescriptor<>("wake", Types.LONG);
    shipment.enableTimeToLive(Retention.of(retention));
    wake.enableTimeToLive(Retention.of(retention));
    shipments = getRuntimeContext().getState(shipment);
    timer = getRuntimeContext().getState(wake);
    missed = getRuntimeContext().getMetricGroup().counter("milestonesMissed");
  }

  @Override
  public void processElement1(Received<ShipmentPlan> plan, Context context, Collector<Finding> out)
      throws Exception {
    Shipment before = shipment();
    apply(before, tracker.planned(before, plan.value(), now(context), plan.source()), context, out);
  }

  @Override
  public void processElement2(
      Received<ShipmentMilestone> milestone, Context context, Collector<Finding> out)
      throws Exception {
    Shipment before = shipment();
    apply(
        before,
        tracker.reported(before, milestone.value(), now(context), milestone.source()),
        context,
        out);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Finding> out) throws Exception {
    Shipment before = shipments.value();
    timer.clear();
    if (before != null) {
      apply(before, tracker.awake(before, time), context, out);
    }
  }

  private Shipment shipment() throws Exception {
    return requireNonNullElse(shipments.value(), Shipment.UNKNOWN);
  }

  private static long now(Context context) {
    return Math.max(0, context.timerService().currentWatermark());
  }

  private void apply(
      Shipment before, ShipmentTracker.Result result, Context context, Collector<Finding> out)
      throws Exception {
    Wake.at(wakeAt(before, result), timer, context.timerService());
    if (result.shipment() == null) {
      shipments.clear();
    } else if (!result.shipment().equals(before)) {
      shipments.update(result.shipment());
    }
    for (Finding finding : result.findings()) {
      if (finding.status() == Finding.Status.RAISED) {
        missed.inc();
      }
      out.collect(finding);
    }
    result.passages().forEach(passage -> context.output(PASSAGES, passage));
    result.voyages().forEach(voyage -> context.output(VOYAGES, voyage));
  }

  /** What has no plan is only remembered: nothing that comes late makes that shorter. */
  private long wakeAt(Shipment before, ShipmentTracker.Result result) throws Exception {
    boolean remembered =
        before.plan() == null && result.shipment() != null && result.shipment().plan() == null;
    return remembered
        ? Math.max(result.wakeAt(), requireNonNullElse(timer.value(), Long.MIN_VALUE))
        : result.wakeAt();
  }
}
