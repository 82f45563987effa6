package dev.millrace.fraud;

import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.ingest.CompactedTopic;
import dev.millrace.common.ingest.KafkaIngest;
import dev.millrace.fraud.domain.DecisionPolicy;
import dev.millrace.fraud.model.BundledModel;
import dev.millrace.fraud.rules.CelConditions;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.FraudRule;
import java.util.ArrayList;
import java.util.List;

/** The topics that say how payments are decided. */
final class PolicyTopics {
  static final String RULES = "payments.fraud-rules";
  static final String MODELS = "payments.fraud-models";

  private PolicyTopics() {}

  /**
   * What is on the topics now, so that the first payment meets all rules; and the model in the jar,
   * if the options say so.
   *
   * @throws IllegalStateException if Kafka or the registry gives no answer
   */
  static DecisionPolicy read(FraudScoringOptions options, SchemaRegistryFactory schemas) {
    CompactedTopic topics =
        new CompactedTopic(
            new KafkaIngest(options.job().name(), options.kafka(), schemas, options.input()));
    List<FraudRule> rules =
        topics.read(
            RULES,
            FraudRule.class,
            FraudRuleRules.of(options.horizon().future(), new CelConditions()));
    List<FraudModel> models = new ArrayList<>(atStart(options.scoring().startModel()));
    models.addAll(
        topics.read(
            MODELS,
            FraudModel.class,
            FraudModelRules.of(options.horizon().future(), options.scoring().figures())));
    return new DecisionPolicy(rules, models);
  }

  private static List<FraudModel> atStart(FraudScoringOptions.StartModel model) {
    return switch (model) {
      case BUNDLED -> List.of(BundledModel.champion());
      case NONE -> List.of();
    };
  }
}
