package dev.millrace.fraud.domain;

import static java.util.Objects.requireNonNull;

import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.Outcome;
import dev.millrace.payments.Transaction;
import dev.millrace.suite.Source;
import java.util.ArrayList;
import java.util.List;

/**
 * From a payment and its figures to the answer: models score, thresholds say what the score means
 * for the amount, rules have the last word. Not thread-safe, as the rules are not.
 */
public final class PaymentDecider {
  private final ModelPanel models;
  private final OutcomeThresholds thresholds;
  private final RuleBook rules;

  public PaymentDecider(ModelPanel models, OutcomeThresholds thresholds, RuleBook rules) {
    this.models = requireNonNull(models);
    this.thresholds = requireNonNull(thresholds);
    this.rules = requireNonNull(rules);
  }

  /**
   * The answer to a payment. Ask once for each: it counts in what the rules may decline.
   *
   * @param source where the payment came from
   * @param features its figures, complete
   * @param nowMillis the time by which the minutes of rules are counted, milliseconds since 1970
   */
  public FraudDecision decide(
      Transaction payment, Source source, Features features, long nowMillis) {
    PanelScore scored = models.score(features);
    double score = scored.score().value();
    Outcome modelOutcome = thresholds.outcome(score, (long) features.of(Feature.AMOUNT_MINOR));
    Verdict verdict = rules.judge(payment, features, modelOutcome, nowMillis);
    return FraudDecision.newBuilder()
        .setTransactionId(payment.getTransactionId())
        .setCardId(payment.getCardId())
        .setTerminalId(payment.getTerminalId())
        .setAmountMinor(payment.getAmountMinor())
        .setCurrency(payment.getCurrency())
        .setEventTime(payment.getEventTime())
        .setOutcome(verdict.outcome())
        .setScore(score)
        .setReasonCodes(reasons(verdict, scored.score()))
        .setFeatures(features.byName())
        .setScorer(scored.scorer())
        .setSource(source)
        .setMerchantCategory(payment.getMerchantCategory())
        .setMerchantCountry(payment.getMerchantCountry())
        .setModelOutcome(modelOutcome)
        .setRules(verdict.hits())
        .setChallengers(scored.challengers())
        .setFallback(scored.fallback().orElse(null))
        .build();
  }

  /** Those of the rules first: they had the last word. */
  private static List<String> reasons(Verdict verdict, Score score) {
    if (verdict.reasons().isEmpty()) {
      return score.reasons();
    }
    List<String> reasons = new ArrayList<>(verdict.reasons());
    for (String reason : score.reasons()) {
      if (!reasons.contains(reason)) {
        reasons.add(reason);
      }
    }
    return reasons;
  }
}
