package dev.millrace.fraud.operator;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.observe.LabelledCounter;
import dev.millrace.common.observe.LatencyHistogram;
import dev.millrace.common.observe.Metrics;
import dev.millrace.fraud.domain.OutcomeThresholds;
import dev.millrace.fraud.domain.Score;
import dev.millrace.fraud.domain.TransparentScorer;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.Transaction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Decides each payment when its figures are complete. No state. */
public final class DecidePayment extends ProcessFunction<ProfiledPayment, FraudDecision> {
  private static final long serialVersionUID = 2L;

  private final TransparentScorer scorer;
  private final OutcomeThresholds thresholds;
  private transient LabelledCounter decisions;
  private transient LatencyHistogram latency;

  public DecidePayment(TransparentScorer scorer, OutcomeThresholds thresholds) {
    this.scorer = requireNonNull(scorer);
    this.thresholds = requireNonNull(thresholds);
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    decisions = new LabelledCounter(metrics, Metrics.DECISIONS, "outcome");
    latency = new LatencyHistogram(metrics, Metrics.DECISION_LATENCY_MS);
  }

  @Override
  public void processElement(
      ProfiledPayment profiled, Context context, Collector<FraudDecision> out) {
    FraudDecision decision = decision(profiled);
    decisions.of(decision.getOutcome().name()).inc();
    latency.record(context.timerService().currentProcessingTime() - profiled.payment().sentAt());
    out.collect(decision);
  }

  private FraudDecision decision(ProfiledPayment profiled) {
    Transaction payment = profiled.payment().value();
    Score score = scorer.score(profiled.features());
    return FraudDecision.newBuilder()
        .setTransactionId(payment.getTransactionId())
        .setCardId(payment.getCardId())
        .setTerminalId(payment.getTerminalId())
        .setAmountMinor(payment.getAmountMinor())
        .setCurrency(payment.getCurrency())
        .setEventTime(payment.getEventTime())
        .setOutcome(thresholds.outcome(score.value(), payment.getAmountMinor()))
        .setScore(score.value())
        .setReasonCodes(score.reasons())
        .setFeatures(profiled.features().byName())
        .setScorer(scorer.version())
        .setSource(profiled.payment().source())
        .setMerchantCategory(payment.getMerchantCategory())
        .setMerchantCountry(payment.getMerchantCountry())
        .build();
  }
}
