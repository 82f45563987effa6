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
 * newer than what was heard, is counted and tells nobody anything. State: the plan until the
 * delivery has ended, then a mark, and the highest version of its order, all until abandoned.
 */
public final class FollowDelivery extends KeyedProcessFunction<String, DeliveryNews, FacetNews> {
  private static final long serialVersionUID = 1L;

  /** How deliveries ended. */
  public static final OutputTag<DeliveryOutcome> OUTCOMES =
      new OutputTag<>("delivery-outcomes", DeliveryTypes.OUTCOME);

  private final DelayRules rules;
  private transient ValueState<PlannedDelivery> plans;
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
      if (!planned) {
        context.timerService().registerEventTimeTimer(rules.abandonedAt(news.time()));
      }
    }
    if (!planned) {
      unexpected.inc();
      return;
    }
    switch (news.kind()) {
      case PLANNED -> planned(plan, news, context, out);
      case ARRIVED -> {
        boolean late = news.arrivedAt() > plan.dueAt();
        tell(plan, Kind.ARRIVED, news.time(), late, out);
        end(new DeliveryOutcome(plan.id(), news.time(), late, false), context);
      }
      case CANCELLED -> {
        tell(plan, Kind.CANCELLED, news.time(), false, out);
        end(new DeliveryOutcome(plan.id(), news.time(), false, true), context);
      }
    }
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<FacetNews> out)
      throws Exception {
    PlannedDelivery plan = plans.value();
    if (plan == null || rules.abandonedAt(plan.dueAt()) <= time) {
      plans.clear();
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
  }

  private void end(DeliveryOutcome outcome, Context context) throws Exception {
    context.output(OUTCOMES, outcome);
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
