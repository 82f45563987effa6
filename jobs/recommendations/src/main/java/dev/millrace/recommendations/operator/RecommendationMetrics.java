package dev.millrace.recommendations.operator;

/** Names of the metrics that this job alone reports. */
final class RecommendationMetrics {

  /** Impressions that neither name a recommendation nor say whether the item is in stock. */
  static final String IMPRESSIONS_WITHOUT_EFFECT = "impressionsWithoutEffect";

  /** Interactions of a kind that the job does not know. */
  static final String KINDS_UNKNOWN = "kindsUnknown";

  /** Interactions followed that get a recommendation. */
  static final String CLICKS = "clicks";

  /** Sessions found to be no person's. */
  static final String BOT_SESSIONS = "botSessions";

  /** Recommendations, with label {@code variant}. */
  static final String RECOMMENDATIONS = "recommendations";

  /** Answers that came after a later recommendation of their session. */
  static final String ANSWERS_OVERTAKEN = "answersOvertaken";

  /** Items that are sold out and that a subtask leaves out. */
  static final String SOLD_OUT_ITEMS = "soldOutItems";

  /** Times that one more was said to be sold out than there is room for. */
  static final String SOLD_OUT_IGNORED = "soldOutIgnored";

  private RecommendationMetrics() {}
}
