package dev.millrace.fraud;

import dev.millrace.fraud.domain.DecisionPolicy;
import dev.millrace.fraud.model.ModelRecords;
import dev.millrace.fraud.operator.DecisionSettings;
import dev.millrace.fraud.rules.CelConditions;

/** How this job decides: rules in CEL, models in files of its own form. */
public final class JobDecisions {

  private JobDecisions() {}

  /**
   * What the topology decides with.
   *
   * @param known rules and models that are known before the first payment
   */
  public static DecisionSettings with(DecisionPolicy known, FraudScoringOptions.Scoring scoring) {
    // Half of what is reviewed: an analyst also asks why something was nearly stopped.
    double explainFrom = scoring.thresholds().lowestReview() / 2;
    return new DecisionSettings(
        known,
        new CelConditions(),
        new ModelRecords(explainFrom).trainedWith(scoring.figures()),
        scoring.fallback(),
        scoring.thresholds());
  }
}
