package dev.millrace.recommendations;

import dev.millrace.common.contract.AvroKafkaSink;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.ingest.DeadLetterSink;
import dev.millrace.common.ingest.DecodedTopic;
import dev.millrace.common.ingest.KafkaIngest;
import dev.millrace.common.job.JobEnvironment;
import dev.millrace.common.job.KafkaOptions.Arrival;
import dev.millrace.common.job.KafkaTransactions;
import dev.millrace.shop.Interaction;
import dev.millrace.shop.Recommendation;
import dev.millrace.shop.RecommendationOutcome;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Recommends what to show next in a session. Guarantee: the newest version of a session's
 * recommendations counts, and no interaction teaches twice, see README.
 */
public final class RecommendationsJob {
  static final String INTERACTIONS = "shop.interactions";
  static final String RECOMMENDATIONS = "shop.recommendations";
  static final String OUTCOMES = "shop.recommendation-outcomes";

  private RecommendationsJob() {}

  public static void main(String[] args) throws Exception {
    RecommendationsOptions options = RecommendationsOptions.from(args);
    KafkaTransactions.check(options.job(), options.kafka());
    StreamExecutionEnvironment env = JobEnvironment.create(options.job(), options.kafka());
    define(options, SchemaRegistryFactory.of(options.registry()), env);
    env.execute(options.job().name());
  }

  /** The job from its topics to its topics; apart from main, so that a test can build it. */
  static void define(
      RecommendationsOptions options,
      SchemaRegistryFactory schemas,
      StreamExecutionEnvironment env) {
    DecodedTopic<Interaction> interactions =
        new KafkaIngest(options.job().name(), options.kafka(), schemas, options.input())
            .readDecoded(
                INTERACTIONS,
                Interaction.class,
                InteractionRules.of(options.horizon()),
                Arrival.STREAM,
                env);

    SchemaRegistry registry = schemas.open();
    RecommendationsTopology.Streams streams =
        RecommendationsTopology.build(interactions.records(), options.recommending());
    streams
        .recommendations()
        .sinkTo(
            AvroKafkaSink.to(
                RECOMMENDATIONS,
                Recommendation.class,
                Recommendation::getSessionId,
                options.kafka(),
                registry))
        .uid("recommendations-topic")
        .name(RECOMMENDATIONS);
    streams
        .outcomes()
        .sinkTo(
            AvroKafkaSink.to(
                OUTCOMES,
                RecommendationOutcome.class,
                RecommendationOutcome::getSessionId,
                options.kafka(),
                registry))
        .uid("recommendation-outcomes-topic")
        .name(OUTCOMES);
    DeadLetterSink.send(
        interactions.deadLetters().union(streams.deadLetters()), options.kafka(), registry);
  }
}
