package dev.millrace.audit;

import java.util.List;
import java.util.Map;

/**
 * What rules and models had to say of a payment. It follows from the moment of the decision: rules
 * and models are changed while payments flow, and a decision that is made again may meet others.
 *
 * @param modelOutcome what the score alone would have answered; null in older decisions
 * @param rules those that held, each as one text with version, outcome, reason and effect
 * @param challengers scores of the models that are only watched, by version
 * @param fallback why no model scored; null if one did
 */
record Verdict(
    String modelOutcome, List<String> rules, Map<String, Double> challengers, String fallback) {
  /** That of a decision made before there were rules. */
  static final Verdict NONE = new Verdict(null, List.of(), Map.of(), null);

  Verdict {
    rules = List.copyOf(rules);
    challengers = Map.copyOf(challengers);
  }

  /** A rule that held, as one text. */
  static String rule(String id, long version, String outcome, String reason, String effect) {
    return "%s/%d %s %s %s".formatted(id, version, outcome, reason, effect);
  }
}
