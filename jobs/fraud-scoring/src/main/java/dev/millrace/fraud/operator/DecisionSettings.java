package dev.millrace.fraud.operator;

import static java.util.Objects.requireNonNull;

import dev.millrace.fraud.domain.ConditionCompiler;
import dev.millrace.fraud.domain.DecisionPolicy;
import dev.millrace.fraud.domain.ModelLoader;
import dev.millrace.fraud.domain.OutcomeThresholds;
import dev.millrace.fraud.domain.TransparentScorer;
import java.io.Serializable;

/**
 * How payments are decided.
 *
 * @param known rules and models that are known before the first payment
 * @param conditions reads the conditions of rules
 * @param models reads models
 * @param withoutModel scores while no model can
 * @param thresholds from score to outcome
 */
public record DecisionSettings(
    DecisionPolicy known,
    ConditionCompiler conditions,
    ModelLoader models,
    TransparentScorer withoutModel,
    OutcomeThresholds thresholds)
    implements Serializable {

  public DecisionSettings {
    requireNonNull(known);
    requireNonNull(conditions);
    requireNonNull(models);
    requireNonNull(withoutModel);
    requireNonNull(thresholds);
  }
}
