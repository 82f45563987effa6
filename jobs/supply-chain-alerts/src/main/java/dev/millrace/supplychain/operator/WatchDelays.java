package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.state.Retention;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.delivery.DelayFindings;
import dev.millrace.supplychain.domain.delivery.DelayForecast;
import dev.millrace.supplychain.domain.delivery.DeliveryNews;
import dev.millrace.supplychain.domain.delivery.PlannedDelivery;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keyed by delivery: says which open deliveries are likely to be late, and when that is over.
 *
 * <p>State: the plan of a delivery and the version of its order, until it has arrived or is
 * cancelled; when one that is not planned has ended, for its plan may have been overtaken, until
 * abandoned.
 */
public final class WatchDelays
    extends KeyedCoProcessFunction<String, DeliveryNews, DelayForecast, Finding> {
  private static final long serialVersionUID = 1L;

  private final DelayRules rules;
  private transient ValueState<PlannedDelivery> plans;
  private transient ValueState<Boolean> raised;
  private transient ValueState<Long> versions;
  private transient ValueState<Long> endedAt;

  public WatchDelays(DelayRules rules) {
    this.rules = requireNonNull(rules);
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<PlannedDelivery> plan =
        new ValueStateDescriptor<>("plan", DeliveryTypes.PLAN);
    plan.enableTimeToLive(Retention.of(rules.facetRetention()));
    plans = getRuntimeContext().getState(plan);
    ValueStateDescriptor<Boolean> risk = new ValueStateDescriptor<>("raised", Types.BOOLEAN);
    risk.enableTimeToLive(Retention.of(rules.facetRetention()));
    raised = getRuntimeContext().getState(risk);
    ValueStateDescriptor<Long> version = new ValueStateDescriptor<>("version", Types.LONG);
    version.enableTimeToLive(Retention.of(rules.facetRetention()));
    versions = getRuntimeContext().getState(version);
    ValueStateDescriptor<Long> end = new ValueStateDescriptor<>("ended-at", Types.LONG);
    end.enableTimeToLive(Retention.of(rules.facetRetention()));
    endedAt = getRuntimeContext().getState(end);
  }

  @Override
  public void processElement1(DeliveryNews news, Context context, Collector<Finding> out)
      throws Exception {
    if (news.isOutdated(versions.value()) || news.isOvertaken(endedAt.value())) {
      return;
    }
    PlannedDelivery before = plans.value();
    boolean over = news.plan() == null || !news.plan().isLike(before);
    if (raised.value() != null && before != null && over) {
      out.collect(DelayFindings.cleared(before, news.time()));
      raised.clear();
    }
    if (news.plan() == null) {
      plans.clear();
      versions.clear();
      if (before == null) {
        endedAt.update(news.time());
        context.timerService().registerEventTimeTimer(rules.abandonedAt(news.time()));
      }
    } else {
      endedAt.clear();
      plans.update(news.plan());
      if (news.version() > 0) {
        versions.update(news.version());
      }
    }
  }

  @Override
  public void processElement2(DelayForecast forecast, Context context, Collector<Finding> out)
      throws Exception {
    PlannedDelivery plan = plans.value();
    if (plan == null || plan.dueAt() != forecast.dueAt()) {
      return;
    }
    Optional<Finding> finding = DelayFindings.raised(plan, forecast, rules.leastProbability());
    if (finding.isPresent()) {
      out.collect(finding.get());
      raised.update(true);
    }
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Finding> out) throws Exception {
    Long ended = endedAt.value();
    if (ended != null && rules.abandonedAt(ended) <= time) {
      endedAt.clear();
    }
  }
}
