package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.millrace.common.state.Retention;
import dev.millrace.common.state.Sweep;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.place.ArrivalEstimator;
import dev.millrace.supplychain.domain.place.ArrivalRules;
import dev.millrace.supplychain.domain.place.LaneFacts;
import dev.millrace.supplychain.domain.place.Slip;
import dev.millrace.supplychain.domain.place.Transits;
import dev.millrace.supplychain.domain.shipment.Voyage;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Keyed by lane: learns how long its shipments take, and says of each when it will arrive too late.
 *
 * <p>State: the newest {@link Transits}; one {@link Slip} for each shipment that was said to be
 * late, until it has arrived; one timer that removes what is over.
 */
public final class EstimateArrivals extends KeyedProcessFunction<String, Voyage, Finding> {
  private static final long serialVersionUID = 1L;

  private static final TypeInformation<float[]> FLOATS =
      PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO;

  static final TypeInformation<Transits> TRANSITS =
      Types.POJO(
          Transits.class,
          Map.of("hours", FLOATS, "ratios", FLOATS, "freights", FLOATS, "count", Types.LONG));

  private static final TypeInformation<Slip> SLIP =
      Types.POJO(
          Slip.class, Map.of("since", Types.LONG, "hours", Types.DOUBLE, "owner", Types.STRING));

  /** What others may know of lanes. */
  public static final OutputTag<LaneFacts> FACTS =
      new OutputTag<>("facts", DecideDisruptions.LANE_FACTS);

  private final ArrivalRules rules;
  private final Duration retention;
  private transient ArrivalEstimator estimator;
  private transient ValueState<Transits> lanes;
  private transient MapState<String, Slip> slips;
  private transient Sweep sweep;

  /**
   * Estimates.
   *
   * @param retention how long a lane is kept without a record, in processing time
   */
  public EstimateArrivals(ArrivalRules rules, Duration retention) {
    this.rules = requireNonNull(rules);
    this.retention = requireNonNull(retention);
  }

  @Override
  public void open(OpenContext context) {
    estimator = new ArrivalEstimator(rules);
    ValueStateDescriptor<Transits> transits = new ValueStateDescriptor<>("transits", TRANSITS);
    MapStateDescriptor<String, Slip> said = new MapStateDescriptor<>("slips", Types.STRING, SLIP);
    transits.enableTimeToLive(Retention.of(retention));
    said.enableTimeToLive(Retention.ofLargeMaps(retention));
    lanes = getRuntimeContext().getState(transits);
    slips = getRuntimeContext().getMapState(said);
    sweep = new Sweep(retention, slips);
  }

  @Override
  public void processElement(Voyage voyage, Context context, Collector<Finding> out)
      throws Exception {
    sweep.await(context.getCurrentKey(), context.timerService());
    Transits before = requireNonNullElse(lanes.value(), Transits.NONE);
    Slip slip = slips.get(voyage.shipmentId());
    ArrivalEstimator.Result result = estimator.on(before, slip, voyage);
    if (!result.transits().equals(before)) {
      lanes.update(result.transits());
    }
    if (result.slip() == null && slip != null) {
      slips.remove(voyage.shipmentId());
    } else if (result.slip() != null && !result.slip().equals(slip)) {
      slips.put(voyage.shipmentId(), result.slip());
    }
    if (result.finding() != null) {
      out.collect(result.finding());
    }
    if (result.facts() != null) {
      context.output(FACTS, result.facts());
    }
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Finding> out) throws Exception {
    sweep.sweep(context.getCurrentKey(), context.timerService());
  }
}
