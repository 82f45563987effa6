package dev.millrace.fraud.benchmarks;

import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.ingest.Ingest;
import dev.millrace.common.ingest.Received;
import dev.millrace.common.ingest.RecordIngest;
import dev.millrace.common.job.JobOptions;
import dev.millrace.common.job.KafkaOptions;
import dev.millrace.common.job.RegistryOptions;
import dev.millrace.common.quality.RecordRules;
import dev.millrace.drain.Answers;
import dev.millrace.drain.DrainCommand;
import dev.millrace.drain.DrainedJob;
import dev.millrace.fraud.FraudScoringOptions;
import dev.millrace.fraud.FraudScoringTopology;
import dev.millrace.fraud.JobDecisions;
import dev.millrace.fraud.domain.DecisionPolicy;
import dev.millrace.fraud.model.BundledModel;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.FraudRule;
import dev.millrace.payments.Transaction;
import java.util.List;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.streaming.api.datastream.DataStream;
import picocli.CommandLine.Command;

/** {@code fraud-drain}: with the bundled model and without rules. */
@Command(
    name = "fraud-drain",
    mixinStandardHelpOptions = true,
    description = {
      "Payments a second that the whole job decides, with heap and with RocksDB state, beside a job that passes the same records on; in turns, medians.",
      "Reads payments.transactions of the running stack to its end; stop the jobs there, and fill it before: scripts/simulate payments --count 1000000 --cards 100000 --fast"
    })
final class FraudDrainCommand extends DrainCommand {
  private static final String PAYMENTS = "payments.transactions";

  FraudDrainCommand() {
    super(List.of(PAYMENTS), "payments");
  }

  @Override
  protected DrainedJob job(String... options) {
    return new Scoring(FraudScoringOptions.from(options));
  }

  private record Scoring(FraudScoringOptions options) implements DrainedJob {

    @Override
    public JobOptions job() {
      return options.job();
    }

    @Override
    public KafkaOptions kafka() {
      return options.kafka();
    }

    @Override
    public RegistryOptions registry() {
      return options.registry();
    }

    @Override
    public void define(Topics records, SchemaRegistryFactory registry, Answers answers) {
      Ingest<Transaction> payments =
          new RecordIngest(options.job().name(), registry, options.input())
              .valid(records.of(PAYMENTS), PAYMENTS, Transaction.class, RecordRules.none());
      DataStream<FraudDecision> decisions =
          FraudScoringTopology.build(
              new FraudScoringTopology.Inputs(
                  payments.valid(),
                  none(payments.valid(), "labels", FraudLabel.class),
                  none(payments.valid(), "rules", FraudRule.class),
                  none(payments.valid(), "models", FraudModel.class)),
              JobDecisions.with(
                  new DecisionPolicy(List.of(), List.of(BundledModel.champion())),
                  options.scoring()),
              options.scoring());
      answers.send(decisions, FraudDecision.class, FraudDecision::getTransactionId);
    }

    private static <T extends SpecificRecordBase> DataStream<Received<T>> none(
        DataStream<Received<Transaction>> payments, String name, Class<T> type) {
      return payments
          .filter(payment -> false)
          .uid("no-payments-for-" + name)
          .flatMap((payment, out) -> {}, Received.<T>type(type))
          .uid("no-" + name)
          .name("no " + name);
    }
  }
}
