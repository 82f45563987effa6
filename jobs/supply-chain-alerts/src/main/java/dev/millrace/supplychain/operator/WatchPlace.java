package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.millrace.common.state.Retention;
import dev.millrace.common.state.Sweep;
import dev.millrace.supply.BusinessStep;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.place.DisruptionRules;
import dev.millrace.supplychain.domain.place.Expected;
import dev.millrace.supplychain.domain.place.Late;
import dev.millrace.supplychain.domain.place.LateSample;
import dev.millrace.supplychain.domain.place.Lateness;
import dev.millrace.supplychain.domain.place.Passage;
import dev.millrace.supplychain.domain.place.Place;
import dev.millrace.supplychain.domain.place.PlaceWatch;
import dev.millrace.supplychain.domain.place.Suspicion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keyed by lane, port or carrier ({@link Passage#place()}): learns how late shipments usually are
 * there and suspects a disruption when many are later than that at once.
 *
 * <p>State: one {@link Place}; for each shipment that it waits for the step and its deadline, until
 * the step has happened or is not waited for any more; a timer for each deadline, one for the end
 * of a disruption that nothing more is heard of, and one that removes what is over.
 */
public final class WatchPlace extends KeyedProcessFunction<String, Passage, Suspicion> {
  private static final long serialVersionUID = 1L;

  private static final TypeInformation<Late> LATE =
      Types.POJO(
          Late.class,
          Map.of(
              "shipmentId", Types.STRING,
              "laneId", Types.STRING,
              "corridor", Types.STRING,
              "expectedAt", Types.LONG,
              "estimatedAt", Types.LONG,
              "valueMinor", Types.LONG,
              "currency", Types.STRING,
              "orderIds", ShipmentTypes.TEXTS,
              "waiting", Types.BOOLEAN));

  private static final TypeInformation<LateSample> SAMPLE =
      Types.POJO(
          LateSample.class,
          Map.of(
              "hashes", PrimitiveArrayTypeInfo.INT_PRIMITIVE_ARRAY_TYPE_INFO,
              "limit", Types.LONG));

  static final TypeInformation<Place> PLACE =
      Types.POJO(
          Place.class,
          Map.of(
              "usual",
              Types.MAP(
                  Types.ENUM(BusinessStep.class),
                  Types.POJO(
                      Lateness.class,
                      Map.of("counts", PrimitiveArrayTypeInfo.FLOAT_PRIMITIVE_ARRAY_TYPE_INFO))),
              "score",
              Types.DOUBLE,
              "raised",
              Types.BOOLEAN,
              "since",
              Types.LONG,
              "evidenceAt",
              Types.LONG,
              "waiting",
              Types.INT,
              "late",
              Types.LIST(LATE),
              "said",
              Types.INT,
              "sample",
              SAMPLE));

  private static final TypeInformation<Expected> EXPECTED =
      Types.POJO(
          Expected.class,
          Map.of(
              "passage", ShipmentTypes.PASSAGE,
              "deadline", Types.LONG,
              "counted", Types.BOOLEAN));

  /** What this step says. */
  public static final TypeInformation<Suspicion> SUSPICION =
      Types.POJO(
          Suspicion.class,
          Map.of(
              "finding", FindingTypes.FINDING,
              "shipments", ShipmentTypes.TEXTS,
              "sample", SAMPLE,
              "lanes", Types.INT,
              "laneId", Types.STRING,
              "corridor", Types.STRING,
              "lateHours", Types.DOUBLE));

  private final DisruptionRules rules;
  private final Duration retention;
  private transient PlaceWatch watch;
  private transient ValueState<Place> places;
  private transient MapState<String, Expected> waiting;
  private transient Deadlines deadlines;
  private transient ValueState<Long> quietTimer;
  private transient Sweep sweep;
  private transient Counter late;

  /**
   * Watches.
   *
   * @param retention how long a place is kept without a record, in processing time
   */
  public WatchPlace(DisruptionRules rules, Duration retention) {
    this.rules = requireNonNull(rules);
    this.retention = requireNonNull(retention);
  }

  @Override
  public void open(OpenContext context) {
    watch = new PlaceWatch(rules);
    ValueStateDescriptor<Place> place = new ValueStateDescriptor<>("place", PLACE);
    MapStateDescriptor<String, Expected> expected =
        new MapStateDescriptor<>("waiting", Types.STRING, EXPECTED);
    MapStateDescriptor<Long, List<String>> lists =
        new MapStateDescriptor<>("deadlines", Types.LONG, ShipmentTypes.TEXTS);
    ValueStateDescriptor<Long> quiet = new ValueStateDescriptor<>("quiet-timer", Types.LONG);
    place.enableTimeToLive(Retention.of(retention));
    quiet.enableTimeToLive(Retention.of(retention));
    expected.enableTimeToLive(Retention.ofLargeMaps(retention));
    lists.enableTimeToLive(Retention.ofLargeMaps(retention));
    places = getRuntimeContext().getState(place);
    quietTimer = getRuntimeContext().getState(quiet);
    waiting = getRuntimeContext().getMapState(expected);
    MapState<Long, List<String>> earlier = getRuntimeContext().getMapState(lists);
    deadlines =
        new Deadlines(
            getRuntimeContext(), Retention.ofLargeMaps(retention), new Deadlines.Lists(earlier));
    sweep = new Sweep(retention, deadlines.and(waiting, earlier));
    late = getRuntimeContext().getMetricGroup().counter("passagesLate");
  }

  @Override
  public void processElement(Passage passage, Context context, Collector<Suspicion> out)
      throws Exception {
    sweep.await(context.getCurrentKey(), context.timerService());
    Expected before = waiting.get(passage.shipmentId());
    Place place =
        apply(watch.passage(place(), before, passage), passage.shipmentId(), before, context, out);
    places.update(place);
    awaitQuiet(place, context.timerService());
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Suspicion> out)
      throws Exception {
    if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
      sweep.sweep(context.getCurrentKey(), context.timerService());
      return;
    }
    Long quietAt = quietTimer.value();
    if (quietAt != null && quietAt <= time) {
      quietTimer.clear();
    }
    Place place = place();
    boolean isChanged = false;
    for (String shipment : deadlines.due(time)) {
      Expected expected = waiting.get(shipment);
      if (expected != null && expected.deadline() == time) {
        place = apply(watch.overdue(place, expected, time), shipment, expected, context, out);
        isChanged = true;
      }
    }
    String key = context.getCurrentKey();
    int colon = key.indexOf(':');
    PlaceWatch.Result quiet =
        watch.quiet(
            place, SubjectType.valueOf(key.substring(0, colon)), key.substring(colon + 1), time);
    if (quiet.suspicion() != null) {
      out.collect(quiet.suspicion());
    }
    if (isChanged || quiet.suspicion() != null) {
      places.update(quiet.place());
    }
    awaitQuiet(quiet.place(), context.timerService());
  }

  /**
   * Evidence puts the end off without a timer of its own: the one that is set looks when it fires
   * whether it is time.
   */
  private void awaitQuiet(Place place, TimerService timers) throws Exception {
    if (!place.raised()) {
      return;
    }
    Long quietAt = quietTimer.value();
    if (quietAt == null) {
      quietAt = watch.quietAt(place);
      quietTimer.update(quietAt);
    }
    // Even if it is set: a deadline of the same moment that was taken back took it along.
    timers.registerEventTimeTimer(quietAt);
  }

  private Place place() throws Exception {
    Place place = requireNonNullElse(places.value(), Place.UNKNOWN);
    return place.isThin() ? place.recounted(waiting.values()) : place;
  }

  /** Does what follows from a passage or a deadline, but for the place, which it returns. */
  private Place apply(
      PlaceWatch.Result result,
      String shipment,
      Expected before,
      Context context,
      Collector<Suspicion> out)
      throws Exception {
    Expected after = result.expected();
    if (after == null && before != null) {
      waiting.remove(shipment);
    } else if (after != null && !after.equals(before)) {
      waiting.put(shipment, after);
    }
    deadlines.move(shipment, deadline(before), deadline(after), context.timerService());
    if (after != null && after.counted() && (before == null || !before.counted())) {
      late.inc();
    }
    if (result.suspicion() != null) {
      out.collect(result.suspicion());
    }
    return result.place();
  }

  private static long deadline(Expected expected) {
    return expected == null || expected.counted() ? Deadlines.NONE : expected.deadline();
  }
}
