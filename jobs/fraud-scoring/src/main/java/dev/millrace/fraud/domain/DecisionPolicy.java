package dev.millrace.fraud.domain;

import dev.millrace.payments.FraudModel;
import dev.millrace.payments.FraudRule;
import java.io.Serializable;
import java.util.List;

/**
 * The rules and models that are known before the first payment is decided; what comes later comes
 * as changes. Of several versions of one the highest counts.
 */
public record DecisionPolicy(List<FraudRule> rules, List<FraudModel> models)
    implements Serializable {

  public DecisionPolicy {
    rules = List.copyOf(rules);
    models = List.copyOf(models);
  }

  /** Nothing is known yet. */
  public static DecisionPolicy none() {
    return new DecisionPolicy(List.of(), List.of());
  }
}
