package dev.millrace.fraud.domain;

import dev.millrace.payments.FraudModel;
import dev.millrace.payments.FraudRule;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rules and models that are known before the first payment is decided; what comes later comes
 * as changes.
 *
 * <p>It travels with the job: of several versions of a rule the highest is kept, and of models what
 * a {@link ModelRoster} keeps.
 */
public record DecisionPolicy(List<FraudRule> rules, List<FraudModel> models)
    implements Serializable {

  public DecisionPolicy {
    rules = List.copyOf(highest(rules));
    models = List.copyOf(newest(models));
  }

  /** Nothing is known yet. */
  public static DecisionPolicy none() {
    return new DecisionPolicy(List.of(), List.of());
  }

  private static Collection<FraudRule> highest(List<FraudRule> rules) {
    Map<String, FraudRule> highest = new TreeMap<>();
    for (FraudRule rule : rules) {
      highest.merge(
          rule.getRuleId(),
          rule,
          (one, other) -> other.getVersion() > one.getVersion() ? other : one);
    }
    return highest.values();
  }

  private static Collection<FraudModel> newest(List<FraudModel> models) {
    ModelRoster roster = new ModelRoster();
    roster.putAll(models);
    return roster.models().values();
  }
}
