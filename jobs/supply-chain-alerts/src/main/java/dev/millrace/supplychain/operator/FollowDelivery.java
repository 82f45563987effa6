package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.state.Retention;
import dev.millrace.supplychain.domain.delivery.DeliveryNews;
import dev.millrace.supplychain.domain.delivery.DeliveryNews.Kind;
import dev.millrace.supplychain.domain.delivery.DeliveryOutcome;
import dev.millrace.supplychain.domain.delivery.Facet;
import dev.millrace.supplychain.domain.delivery.FacetNews;
import dev.millrace.supplychain.domain.delivery.PlannedDelivery;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Keyed by delivery: tells those who share a facet with the delivery what becomes of it, each
 * change once.
 *
 * <p>News of a delivery that is not planned, or has ended, or from an order's version that is no
 * newer than what was heard, is counted and tells nobody anything. A confirmation that overtakes
 * its order is told with the plan. State: the plan until the delivery has ended, or an end that
 * waits for its plan, then a mark, and the highest version of its order, all until abandoned.
 */
public final class FollowDelivery extends KeyedProcessFunction<String, DeliveryNews, FacetNews> {
  private static final long serialVersionUID = 1L;

  /** How deliveries ended. */
  public static final OutputTag<DeliveryOutcome> OUTCOMES =
      new OutputTag<>("delivery-outcomes", DeliveryTypes.OUTCOME);

  private final DelayRules rules;
  private transient ValueState<PlannedDelivery> plans;
  private transient ValueState<DeliveryNews> early;
  private transient ValueState<Boolean> ended;
  private transient ValueState<Long> versions;
  private transient Counter unexpected;

  public FollowDelivery(DelayRules rules) {
    this.rules = requireNonNull(rules);
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<PlannedDelivery> plan =
        new ValueStateDescriptor<>("plan", DeliveryTypes.PLAN);
    plan.enableTimeToLive(Retention.of(rules.facetRetention()));
    plans = getRuntimeContext().getState(plan);
    ValueStateDescriptor<DeliveryNews> unplanned =
        new ValueStateDescriptor<>("early", DeliveryTypes.NEWS);
    unplanned.enableTimeToLive(Retention.of(rules.facetRetention()));
    early = getRuntimeContext().getState(unplanned);
    ValueStateDescriptor<Boolean> end = new ValueStateDescriptor<>("ended", Types.BOOLEAN);
    end.enableTimeToLive(Retention.of(rules.facetRetention()));
    ended = getRuntimeContext().getState(end);
    ValueStateDescriptor<Long> version = new ValueStateDescriptor<>("version", Types.LONG);
    version.enableTimeToLive(Retention.of(rules.facetRetention()));
    versions = getRuntimeContext().getState(version);
    unexpected = getRuntimeContext().getMetricGroup().counter("unexpectedDeliveryNews");
  }

  @Override
  public void processElement(DeliveryNews news, Context context, Collector<FacetNews> out)
      throws Exception {
    if (ended.value() != null || news.isOutdated(versions.value())) {
      unexpected.inc();
      return;
    }
    PlannedDelivery plan = plans.value();
    boolean planned = plan != null || news.kind() == Kind.PLANNED;
    if (news.version() > 0) {
      versions.update(news.version());
    } else if (!planned && early.value() == null) {
      early.update(news);
    }
    if (!planned) {
      context.timerService().registerEventTimeTimer(rules.abandonedAt(news.time()));
      unexpected.inc();
    } else if (news.kind() == Kind.PLANNED) {
      planned(plan, news, context, out);
    } else {
      end(plan, news, context, out);
    }
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<FacetNews> out)
      throws Exception {
    PlannedDelivery plan = plans.value();
    if (plan == null || rules.abandonedAt(plan.dueAt()) <= time) {
      plans.clear();
      early.clear();
      ended.clear();
      versions.clear();
    }
  }

  private void planned(
      PlannedDelivery before, DeliveryNews news, Context context, Collector<FacetNews> out)
      throws Exception {
    PlannedDelivery plan = news.plan();
    plans.update(plan);
    if (plan.isLike(before)) {
      return;
    }
    if (before != null) {
      tell(before, Kind.CANCELLED, news.time(), false, out);
    }
    tell(plan, Kind.PLANNED, news.time(), false, out);
    context.timerService().registerEventTimeTimer(rules.abandonedAt(plan.dueAt()));
    DeliveryNews end = early.value();
    early.clear();
    if (end != null && news.isOvertaken(end.time())) {
      end(plan, end, context, out);
    }
  }

  private void end(
      PlannedDelivery plan, DeliveryNews news, Context context, Collector<FacetNews> out)
      throws Exception {
    boolean late = news.kind() == Kind.ARRIVED && news.arrivedAt() > plan.dueAt();
    tell(plan, news.kind(), news.time(), late, out);
    context.output(
        OUTCOMES, new DeliveryOutcome(plan.id(), news.time(), late, news.kind() == Kind.CANCELLED));
    plans.clear();
    ended.update(true);
  }

  private static void tell(
      PlannedDelivery plan, Kind kind, long time, boolean late, Collector<FacetNews> out) {
    Map<Facet, String> known = new EnumMap<>(Facet.class);
    for (Facet facet : Facet.values()) {
      if (plan.get(facet) != null) {
        known.put(facet, plan.get(facet));
      }
    }
    known.forEach(
        (facet, value) ->
            out.collect(
                new FacetNews(
                    kind, facet, value, known.size(), plan.id(), plan.dueAt(), time, late)));
  }
}
