package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.millrace.common.state.Retention;
import dev.millrace.common.state.Sweep;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.place.Culprits;
import dev.millrace.supplychain.domain.place.DecisionRules;
import dev.millrace.supplychain.domain.place.LaneFacts;
import dev.millrace.supplychain.domain.place.Suspected;
import dev.millrace.supplychain.domain.place.Suspicion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Under one key for all places: finds, among those that are suspected at the same time, the one
 * that explains the others, and names a lane to go over instead. Suspicions are few, so that one
 * task is enough.
 *
 * <p>State: what is suspected now; {@link LaneFacts} of each lane, at most {@value #MAX_LANES} of a
 * corridor; one timer for each second at whose end something is to be decided, and one that removes
 * what is over.
 */
public final class DecideDisruptions
    extends KeyedCoProcessFunction<String, Suspicion, LaneFacts, Finding>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  /** The one key. */
  public static final String KEY = "places";

  private static final int MAX_LANES = 20;
  private static final long SECOND_MS = 1000;

  static final TypeInformation<LaneFacts> LANE_FACTS =
      Types.POJO(
          LaneFacts.class,
          Map.of(
              "laneId", Types.STRING,
              "corridor", Types.STRING,
              "readPoints", ShipmentTypes.TEXTS,
              "medianHours", Types.DOUBLE,
              "medianFreightMinor", Types.LONG));

  private static final TypeInformation<Suspected> SUSPECTED =
      Types.POJO(
          Suspected.class,
          Map.of(
              "suspicion", WatchPlace.SUSPICION,
              "decideAt", Types.LONG,
              "said", Types.INT,
              "explained", Types.BOOLEAN));

  private final DecisionRules rules;
  private final Duration retention;
  private transient Culprits culprits;
  private transient MapState<String, Suspected> suspects;
  private transient MapState<String, List<LaneFacts>> lanes;
  private transient Sweep sweep;
  private transient Present present;
  private transient Counter explained;

  /**
   * Decides.
   *
   * @param retention how long a lane is known without news, in processing time
   */
  public DecideDisruptions(DecisionRules rules, Duration retention) {
    this.rules = requireNonNull(rules);
    this.retention = requireNonNull(retention);
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    present = new Present(context.getOperatorStateStore());
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    present.keep();
  }

  @Override
  public void open(OpenContext context) {
    culprits = new Culprits(rules);
    MapStateDescriptor<String, List<LaneFacts>> corridors =
        new MapStateDescriptor<>("lanes", Types.STRING, Types.LIST(LANE_FACTS));
    corridors.enableTimeToLive(Retention.ofLargeMaps(retention));
    suspects =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("suspects", Types.STRING, SUSPECTED));
    lanes = getRuntimeContext().getMapState(corridors);
    sweep = new Sweep(retention, lanes);
    explained = getRuntimeContext().getMetricGroup().counter("disruptionsExplained");
  }

  @Override
  public void processElement1(Suspicion suspicion, Context context, Collector<Finding> out)
      throws Exception {
    String place = suspicion.finding().subject();
    Suspected before = suspects.get(place);
    if (suspicion.finding().status() == Finding.Status.CLEARED) {
      suspects.remove(place);
      Finding over = Culprits.over(before, suspicion);
      if (over != null) {
        out.collect(over);
        linger(suspicion.finding().time(), context);
      }
      return;
    }
    Suspected now = culprits.news(before, suspicion);
    suspects.put(place, now);
    if (Culprits.isMuchWorse(now)) {
      Culprits.Decision again =
          culprits.again(place, now, all(), corridors(List.of(now)), suspicion.finding().time());
      suspects.put(place, again.suspected());
      out.collect(again.finding());
    }
    // News of a place that was decided about before are decided about now, not as of then.
    long time = present.at(suspicion.finding().time(), context.timerService());
    decideAt(Math.max(now.decideAt(), time), context);
  }

  @Override
  public void processElement2(LaneFacts facts, Context context, Collector<Finding> out)
      throws Exception {
    sweep.await(context.getCurrentKey(), context.timerService());
    List<LaneFacts> known = new ArrayList<>();
    for (LaneFacts other : requireNonNullElse(lanes.get(facts.corridor()), List.<LaneFacts>of())) {
      if (!other.laneId().equals(facts.laneId())) {
        known.add(other);
      }
    }
    known.add(facts);
    lanes.put(
        facts.corridor(),
        known.size() > MAX_LANES ? new ArrayList<>(known.subList(1, known.size())) : known);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Finding> out) throws Exception {
    if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
      sweep.sweep(context.getCurrentKey(), context.timerService());
      return;
    }
    decide(time, out);
  }

  /** What a place that is over has explained is given time to be over too. */
  private void linger(long now, Context context) throws Exception {
    for (Map.Entry<String, Suspected> entry : all().entrySet()) {
      Suspected other = entry.getValue();
      if (!other.isSaid() && other.decideAt() <= now) {
        Suspected later = other.until(now + rules.linger());
        suspects.put(entry.getKey(), later);
        decideAt(later.decideAt(), context);
      }
    }
  }

  /** At the end of the second, so that all news of it are decided about at once. */
  private static void decideAt(long time, Context context) {
    long second = -Math.floorDiv(-time, SECOND_MS);
    context.timerService().registerEventTimeTimer(second * SECOND_MS);
  }

  private void decide(long now, Collector<Finding> out) throws Exception {
    Map<String, Suspected> all = all();
    for (Culprits.Decision decision : culprits.decide(all, corridors(all.values()), now)) {
      suspects.put(decision.place(), decision.suspected());
      if (decision.finding() == null) {
        explained.inc();
      } else {
        out.collect(decision.finding());
      }
    }
  }

  private Map<String, Suspected> all() throws Exception {
    Map<String, Suspected> all = new TreeMap<>();
    for (Map.Entry<String, Suspected> entry : suspects.entries()) {
      all.put(entry.getKey(), entry.getValue());
    }
    return all;
  }

  private Map<String, List<LaneFacts>> corridors(Collection<Suspected> of) throws Exception {
    Map<String, List<LaneFacts>> known = new TreeMap<>();
    for (Suspected suspected : of) {
      String corridor = suspected.suspicion().corridor();
      if (corridor != null && !known.containsKey(corridor)) {
        known.put(corridor, requireNonNullElse(lanes.get(corridor), List.of()));
      }
    }
    return known;
  }
}
