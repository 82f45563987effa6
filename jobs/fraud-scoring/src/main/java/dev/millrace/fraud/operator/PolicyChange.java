package dev.millrace.fraud.operator;

import dev.millrace.common.contract.RecordType;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.FraudRule;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * A change in how payments are decided: a version of a rule, or a model's role.
 *
 * @param rule the rule, or null if it is about a model
 * @param model the model, or null if it is about a rule
 */
public record PolicyChange(FraudRule rule, FraudModel model) {

  /** How Flink serializes it. */
  public static final TypeInformation<PolicyChange> TYPE =
      Types.POJO(
          PolicyChange.class,
          Map.of(
              "rule", new RecordType<>(FraudRule.class),
              "model", new RecordType<>(FraudModel.class)));

  public static PolicyChange of(FraudRule rule) {
    return new PolicyChange(rule, null);
  }

  public static PolicyChange of(FraudModel model) {
    return new PolicyChange(null, model);
  }
}
