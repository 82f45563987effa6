package dev.millrace.fraud.operator;

/** Names of the metrics that this job alone reports. */
final class FraudMetrics {

  /** Decisions that no model scored, with label {@code code}: why. */
  static final String FALLBACK_DECISIONS = "fallbackDecisions";

  /** Payments that a rule only reviewed because its share was used up, with label {@code rule}. */
  static final String CAPPED_DECLINES = "cappedDeclines";

  /** Payments for which a rule's condition had no answer, with label {@code rule}. */
  static final String RULE_FAILURES = "ruleFailures";

  /** Payments in a currency without a rate, whose amounts count as they are. */
  static final String AMOUNTS_WITHOUT_RATE = "amountsWithoutRate";

  /**
   * Rules and models of the state that this release does not understand, with label {@code kind}.
   */
  static final String POLICY_LEFT_OUT = "policyLeftOut";

  /** Rules that are evaluated, shadow ones included. */
  static final String RULES_IN_FORCE = "rulesInForce";

  /** Champions and challengers. */
  static final String MODELS_IN_USE = "modelsInUse";

  /**
   * Population stability index of the newest scores against those of the champion's training rows;
   * NaN while it is not known.
   */
  static final String SCORE_PSI = "scorePsi";

  /** Same for each figure that the champion looks at, with label {@code feature}. */
  static final String FEATURE_PSI = "featurePsi";

  private FraudMetrics() {}
}
