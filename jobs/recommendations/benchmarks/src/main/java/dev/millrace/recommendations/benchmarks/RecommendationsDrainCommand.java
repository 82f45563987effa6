package dev.millrace.recommendations.benchmarks;

import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.ingest.DecodedTopic;
import dev.millrace.common.ingest.RecordIngest;
import dev.millrace.common.job.JobOptions;
import dev.millrace.common.job.KafkaOptions;
import dev.millrace.common.job.RegistryOptions;
import dev.millrace.drain.Answers;
import dev.millrace.drain.DrainCommand;
import dev.millrace.drain.DrainedJob;
import dev.millrace.recommendations.RecommendationsOptions;
import dev.millrace.recommendations.RecommendationsTopology;
import dev.millrace.shop.Interaction;
import dev.millrace.shop.Recommendation;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code recommendations-drain}: with the options' defaults. */
@Command(
    name = "recommendations-drain",
    mixinStandardHelpOptions = true,
    description = {
      "Clicks a second that the whole job answers, with heap and with RocksDB state, beside a job that passes the same records on; in turns, medians.",
      "Reads shop.interactions of the running stack to its end; stop the jobs there, and fill it before: scripts/simulate shop --count 500000 --items 50000 --sessions 100000 --fast"
    })
final class RecommendationsDrainCommand extends DrainCommand {
  private static final String INTERACTIONS = "shop.interactions";

  RecommendationsDrainCommand() {
    super(List.of(INTERACTIONS), "clicks");
  }

  @Override
  protected DrainedJob job(String... options) {
    return new Recommending(RecommendationsOptions.from(options));
  }

  private record Recommending(RecommendationsOptions options) implements DrainedJob {

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
      DecodedTopic<Interaction> interactions =
          new RecordIngest(options.job().name(), registry, options.input())
              .decoded(records.of(INTERACTIONS), INTERACTIONS, Interaction.class);
      answers.send(
          RecommendationsTopology.build(interactions.records(), options.recommending())
              .recommendations(),
          Recommendation.class,
          Recommendation::getSessionId);
    }
  }
}
