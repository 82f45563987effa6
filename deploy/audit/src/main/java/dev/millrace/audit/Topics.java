package dev.millrace.audit;

import java.util.List;

/** The topics that are audited. */
final class Topics {
  static final String PAYMENTS = "payments.transactions";
  static final String LABELS = "payments.fraud-labels";
  static final String DECISIONS = "payments.fraud-decisions";
  static final String DEAD_LETTERS = "suite.dead-letters";

  static final List<String> ALL = List.of(PAYMENTS, LABELS, DECISIONS, DEAD_LETTERS);

  private Topics() {}
}
