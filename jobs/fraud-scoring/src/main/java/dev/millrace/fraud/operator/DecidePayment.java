package dev.millrace.fraud.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.millrace.common.ingest.Received;
import dev.millrace.common.observe.LabelledCounter;
import dev.millrace.common.observe.LatencyHistogram;
import dev.millrace.common.observe.Metrics;
import dev.millrace.fraud.domain.Features;
import dev.millrace.fraud.domain.History;
import dev.millrace.fraud.domain.OutcomeThresholds;
import dev.millrace.fraud.domain.Score;
import dev.millrace.fraud.domain.TerminalRisk;
import dev.millrace.fraud.domain.TransparentScorer;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.Transaction;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keyed by terminal: keeps what became of the terminal's payments and decides each payment when it
 * arrives.
 *
 * <p>State: one {@link History} for each terminal that reaches back 30 days and the label delay, at
 * most 20 KiB.
 */
public final class DecidePayment
    extends KeyedCoProcessFunction<String, ProfiledPayment, Received<FraudLabel>, FraudDecision> {
  private static final long serialVersionUID = 1L;

  private final TransparentScorer scorer;
  private final OutcomeThresholds thresholds;
  private final Duration labelDelay;
  private final Duration idleRetention;
  private transient ValueState<History> history;
  private transient LabelledCounter decisions;
  private transient LatencyHistogram latency;

  /**
   * Decides payments.
   *
   * @param labelDelay time from a payment to its label
   * @param idleRetention how long a terminal's state is kept without a payment or label, in
   *     processing time
   */
  public DecidePayment(
      TransparentScorer scorer,
      OutcomeThresholds thresholds,
      Duration labelDelay,
      Duration idleRetention) {
    this.scorer = requireNonNull(scorer);
    this.thresholds = requireNonNull(thresholds);
    this.labelDelay = requireNonNull(labelDelay);
    this.idleRetention = requireNonNull(idleRetention);
  }

  @Override
  public void open(OpenContext context) {
    history =
        getRuntimeContext().getState(StateRetention.history("terminal-history", idleRetention));
    MetricGroup metrics = getRuntimeContext().getMetricGroup();
    decisions = new LabelledCounter(metrics, Metrics.DECISIONS, "outcome");
    latency = new LatencyHistogram(metrics, Metrics.DECISION_LATENCY_MS);
  }

  @Override
  public void processElement1(
      ProfiledPayment profiled, Context context, Collector<FraudDecision> out) throws Exception {
    Transaction payment = profiled.payment().value();
    History before = requireNonNullElse(history.value(), History.EMPTY);
    TerminalRisk risk = TerminalRisk.at(before, payment, labelDelay);
    history.update(TerminalRisk.remember(before, payment, labelDelay));

    FraudDecision decision = decision(profiled, Features.of(payment, profiled.card(), risk));
    decisions.of(decision.getOutcome().name()).inc();
    latency.record(context.timerService().currentProcessingTime() - profiled.payment().sentAt());
    out.collect(decision);
  }

  @Override
  public void processElement2(
      Received<FraudLabel> label, Context context, Collector<FraudDecision> out) throws Exception {
    if (TerminalRisk.matters(label.value())) {
      History before = requireNonNullElse(history.value(), History.EMPTY);
      history.update(TerminalRisk.remember(before, label.value(), labelDelay));
    }
  }

  private FraudDecision decision(ProfiledPayment profiled, Features features) {
    Transaction payment = profiled.payment().value();
    Score score = scorer.score(features);
    return FraudDecision.newBuilder()
        .setTransactionId(payment.getTransactionId())
        .setCardId(payment.getCardId())
        .setTerminalId(payment.getTerminalId())
        .setAmountMinor(payment.getAmountMinor())
        .setCurrency(payment.getCurrency())
        .setEventTime(payment.getEventTime())
        .setOutcome(thresholds.outcome(score.value()))
        .setScore(score.value())
        .setReasonCodes(score.reasons())
        .setFeatures(features.byName())
        .setScorer(TransparentScorer.VERSION)
        .setSource(profiled.payment().source())
        .setMerchantCategory(payment.getMerchantCategory())
        .setMerchantCountry(payment.getMerchantCountry())
        .build();
  }
}
