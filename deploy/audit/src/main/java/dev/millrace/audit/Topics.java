package dev.millrace.audit;

import java.util.List;
import java.util.Set;

/** The topics that are audited. */
final class Topics {
  static final String PAYMENTS = "payments.transactions";
  static final String LABELS = "payments.fraud-labels";
  static final String DECISIONS = "payments.fraud-decisions";
  static final String RULES = "payments.fraud-rules";
  static final String MODELS = "payments.fraud-models";
  static final String INTERACTIONS = "shop.interactions";
  static final String RECOMMENDATIONS = "shop.recommendations";
  static final String OUTCOMES = "shop.recommendation-outcomes";
  static final String DEAD_LETTERS = "suite.dead-letters";

  static final List<String> ALL =
      List.of(
          PAYMENTS,
          LABELS,
          DECISIONS,
          RULES,
          MODELS,
          INTERACTIONS,
          RECOMMENDATIONS,
          OUTCOMES,
          DEAD_LETTERS);

  /** Of these Kafka deletes each record that has a newer one of its key. */
  static final Set<String> COMPACTED = Set.of(RULES, MODELS);

  private Topics() {}
}
