package dev.millrace.fraud;

import dev.millrace.common.contract.AvroKafkaSink;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.ingest.DeadLetterSink;
import dev.millrace.common.ingest.Ingest;
import dev.millrace.common.ingest.KafkaIngest;
import dev.millrace.common.job.JobEnvironment;
import dev.millrace.common.job.KafkaOptions.Arrival;
import dev.millrace.common.job.KafkaTransactions;
import dev.millrace.fraud.FraudScoringOptions.Horizon;
import dev.millrace.fraud.FraudScoringTopology.Inputs;
import dev.millrace.fraud.domain.DecisionPolicy;
import dev.millrace.fraud.rules.CelConditions;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.FraudRule;
import dev.millrace.payments.Transaction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Scores card payments before they clear. Guarantee: one decision takes effect for each transaction
 * id, see README.
 */
public final class FraudScoringJob {
  static final String PAYMENTS = "payments.transactions";
  static final String LABELS = "payments.fraud-labels";
  static final String DECISIONS = "payments.fraud-decisions";

  private FraudScoringJob() {}

  public static void main(String[] args) throws Exception {
    FraudScoringOptions options = FraudScoringOptions.from(args);
    KafkaTransactions.check(options.job(), options.kafka());
    SchemaRegistryFactory schemas = SchemaRegistryFactory.of(options.registry());
    StreamExecutionEnvironment env = JobEnvironment.create(options.job(), options.kafka());
    define(options, PolicyTopics.read(options, schemas), schemas, env);
    env.execute(options.job().name());
  }

  /** The job from its topics to its topics; apart from main, so that a test can build it. */
  static void define(
      FraudScoringOptions options,
      DecisionPolicy known,
      SchemaRegistryFactory schemas,
      StreamExecutionEnvironment env) {
    KafkaIngest kafka =
        new KafkaIngest(options.job().name(), options.kafka(), schemas, options.input());
    // A payment is answered whatever becomes of labels, rules and models.
    KafkaIngest besides = kafka.withoutBreaker();
    Horizon horizon = options.horizon();

    Ingest<Transaction> payments =
        kafka.read(
            PAYMENTS, Transaction.class, PaymentRules.payments(horizon), Arrival.STREAM, env);
    Ingest<FraudLabel> labels =
        besides.read(LABELS, FraudLabel.class, PaymentRules.labels(horizon), Arrival.STREAM, env);
    Ingest<FraudRule> rules =
        besides.read(
            PolicyTopics.RULES,
            FraudRule.class,
            FraudRuleRules.of(horizon.future(), new CelConditions()),
            Arrival.CHANGES,
            env);
    Ingest<FraudModel> models =
        besides.read(
            PolicyTopics.MODELS,
            FraudModel.class,
            FraudModelRules.of(horizon.future(), options.scoring().figures()),
            Arrival.CHANGES,
            env);

    SchemaRegistry registry = schemas.open();
    FraudScoringTopology.build(
            new Inputs(payments.valid(), labels.valid(), rules.valid(), models.valid()),
            JobDecisions.with(known, options.scoring()),
            options.scoring())
        .sinkTo(
            AvroKafkaSink.to(
                DECISIONS,
                FraudDecision.class,
                FraudDecision::getTransactionId,
                options.kafka(),
                registry))
        .uid("fraud-decisions-topic")
        .name(DECISIONS);
    DeadLetterSink.send(
        payments
            .deadLetters()
            .union(labels.deadLetters(), rules.deadLetters(), models.deadLetters()),
        options.kafka(),
        registry);
  }
}
