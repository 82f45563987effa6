package dev.millrace.frauddesk;

import static java.util.Objects.requireNonNull;

import dev.millrace.fraud.domain.ConditionCompiler;
import dev.millrace.fraud.domain.FailedConditionException;
import dev.millrace.fraud.domain.Features;
import dev.millrace.fraud.domain.InvalidConditionException;
import dev.millrace.fraud.domain.Score;
import dev.millrace.fraud.domain.Scorer;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.RuleHit;
import dev.millrace.payments.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A past decision made again: the models and rule versions that it names, asked once more about the
 * figures that it was made with. What depended on the moment, a rule's share of its minute or a
 * snooze, is not asked again.
 */
final class DecisionReplay {
  private static final double ROUNDING = 1e-9;

  private final FraudDecision decision;
  private final Features features;
  private final Transaction payment;
  private final ConditionCompiler conditions;

  /**
   * A decision to be made again.
   *
   * @param payment the payment, or what the decision repeats of it
   */
  DecisionReplay(FraudDecision decision, Transaction payment, ConditionCompiler conditions) {
    this.decision = requireNonNull(decision);
    this.features = StoredDecision.features(decision);
    this.payment = requireNonNull(payment);
    this.conditions = requireNonNull(conditions);
  }

  /** What a model says of the payment's figures. */
  Score score(Scorer scorer) {
    return scorer.score(features);
  }

  /** Whether a rule's condition holds for the payment; empty if it has no answer. */
  Optional<Boolean> holds(String condition) {
    try {
      return Optional.of(conditions.compile(condition).holds(payment, features));
    } catch (InvalidConditionException | FailedConditionException e) {
      return Optional.empty();
    }
  }

  /**
   * Where the decision made again differs from the one that was made, in words; empty if nowhere.
   *
   * @param scorers the models, by version
   * @param rules conditions of the rules that had held, by {@link #key}
   */
  List<String> differences(Map<String, Scorer> scorers, Map<String, String> rules) {
    List<String> differences = new ArrayList<>();
    compare(decision.getScorer(), decision.getScore(), scorers, differences);
    decision
        .getChallengers()
        .forEach((version, score) -> compare(version, score, scorers, differences));
    for (RuleHit hit : decision.getRules()) {
      String condition = rules.get(key(hit));
      if (condition == null) {
        differences.add("%s is not in fraud.rules".formatted(key(hit)));
      } else if (!holds(condition).orElse(false)) {
        differences.add("%s had held and does not hold".formatted(key(hit)));
      }
    }
    return differences;
  }

  private void compare(
      String version, double stored, Map<String, Scorer> scorers, List<String> differences) {
    Scorer scorer = scorers.get(version);
    if (scorer == null) {
      differences.add(
          "%s is not in fraud.models, or not one that this release can read".formatted(version));
      return;
    }
    double again = score(scorer).value();
    // Not the other way round: what is no number equals nothing.
    if (!(Math.abs(again - stored) <= ROUNDING)) {
      differences.add("%s scored %s, and scores %s".formatted(version, stored, again));
    }
  }

  /** How a version of a rule is named here. */
  static String key(RuleHit hit) {
    return "%s version %d".formatted(hit.getRuleId(), hit.getVersion());
  }
}
