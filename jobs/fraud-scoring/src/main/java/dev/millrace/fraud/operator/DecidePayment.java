package dev.millrace.fraud.operator;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.ingest.Received;
import dev.millrace.common.observe.DecisionSpans;
import dev.millrace.common.observe.LabelledCounter;
import dev.millrace.common.observe.LatencyHistogram;
import dev.millrace.common.observe.Metrics;
import dev.millrace.fraud.domain.ModelPanel;
import dev.millrace.fraud.domain.PaymentDecider;
import dev.millrace.fraud.domain.RuleBook;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.RuleEffect;
import dev.millrace.payments.RuleHit;
import dev.millrace.payments.Transaction;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Decides each payment when its figures are complete, by the rules and models in force. A change of
 * them reaches every subtask and holds from the next payment on. The payments of a subtask wait
 * while it reads a model that was not in use before; no other change takes noticeable time.
 *
 * <p>State: the rules and models themselves, the same in every subtask, see {@link PolicyState}.
 * What each rule has declined in the running minute is not kept: after a restart its share is whole
 * again. Nor is what {@link DriftGauges} has counted.
 */
public final class DecidePayment
    extends BroadcastProcessFunction<ProfiledPayment, PolicyChange, FraudDecision>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 3L;

  private final DecisionSettings settings;
  private transient PolicyState policy;
  private transient ModelPanel models;
  private transient PaymentDecider decider;
  private transient LabelledCounter decisions;
  private transient LabelledCounter fallbacks;
  private transient LabelledCounter capped;
  private transient DriftGauges drift;
  private transient LatencyHistogram latency;
  private transient DecisionSpans spans;

  public DecidePayment(DecisionSettings settings) {
    this.settings = requireNonNull(settings);
  }

  /** The state that changes are broadcast into. */
  public static MapStateDescriptor<?, ?>[] broadcastState() {
    return PolicyState.descriptors();
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    decisions = new LabelledCounter(metrics, Metrics.DECISIONS, "outcome");
    fallbacks = new LabelledCounter(metrics, FraudMetrics.FALLBACK_DECISIONS, "code");
    // There from the start, at 0: an alert on a counter needs its series before the first one.
    fallbacks.of(ModelPanel.MODEL_MISSING);
    fallbacks.of(ModelPanel.MODEL_FAILED);
    capped = new LabelledCounter(metrics, FraudMetrics.CAPPED_DECLINES, "rule");
    drift = new DriftGauges(metrics);
    latency = new LatencyHistogram(metrics, Metrics.DECISION_LATENCY_MS);
    spans = new DecisionSpans(metrics, DecidePayment.class);

    LabelledCounter failures = new LabelledCounter(metrics, FraudMetrics.RULE_FAILURES, "rule");
    RuleBook rules = RuleBook.of(settings.conditions(), rule -> failures.of(rule).inc());
    models = new ModelPanel(settings.withoutModel(), PolicyState.loader(settings.models()));
    policy = PolicyState.open(settings.known(), rules, models, context.getOperatorStateStore());
    decider = new PaymentDecider(models, settings.thresholds(), rules);
    metrics.gauge(FraudMetrics.RULES_IN_FORCE, rules::inForce);
    metrics.gauge(FraudMetrics.MODELS_IN_USE, () -> models.versions().size());
    metrics.addGroup("kind", "rule").gauge(FraudMetrics.POLICY_LEFT_OUT, rules::leftOut);
    metrics.addGroup("kind", "model").gauge(FraudMetrics.POLICY_LEFT_OUT, models::leftOut);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    // Changes are in the state as soon as they have effect.
  }

  @Override
  public void processBroadcastElement(
      PolicyChange change, Context context, Collector<FraudDecision> out) throws Exception {
    policy.take(change);
    drift.follow(models.reference());
  }

  @Override
  public void processElement(
      ProfiledPayment profiled, ReadOnlyContext context, Collector<FraudDecision> out) {
    Received<Transaction> payment = profiled.payment();
    FraudDecision decision =
        decider.decide(
            payment.value(),
            payment.source(),
            profiled.features(),
            context.currentProcessingTime());
    count(decision);
    if (decision.getFallback() == null) {
      models.reference().ifPresent(of -> drift.count(of, profiled.features(), decision.getScore()));
    }
    // The time again: models and rules are part of what a caller waits for.
    long decidedAt = context.currentProcessingTime();
    latency.record(decidedAt - payment.sentAt());
    spans.report(
        payment.trace(),
        payment.sentAt(),
        decidedAt,
        decision.getTransactionId(),
        payment.source());
    out.collect(decision);
  }

  private void count(FraudDecision decision) {
    decisions.of(decision.getOutcome().name()).inc();
    if (decision.getFallback() != null) {
      fallbacks.of(decision.getFallback()).inc();
    }
    for (RuleHit hit : decision.getRules()) {
      if (hit.getEffect() == RuleEffect.CAPPED) {
        capped.of(hit.getRuleId()).inc();
      }
    }
  }
}
