package dev.millrace.fraud;

import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.job.JobOptions;
import dev.millrace.common.testing.savepoint.RehearsedJob;
import dev.millrace.fraud.domain.DecisionPolicy;
import java.time.Duration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job with the options that its savepoints are kept with. */
final class RehearsedFraudScoring implements RehearsedJob {

  /**
   * Time to live goes by the clock of the machine. With the job's own options the state in a
   * savepoint would be gone when a test reads it some months after its release.
   */
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  private static final FraudScoringOptions OPTIONS = unforgetful();

  private static FraudScoringOptions unforgetful() {
    FraudScoringOptions options =
        FraudScoringOptions.from(
            new String[] {
              "-Dkafka.bootstrap-servers=127.0.0.1:9", "-Dschema-registry.url=http://127.0.0.1:9"
            });
    FraudScoringOptions.Scoring scoring = options.scoring();
    return new FraudScoringOptions(
        options.job(),
        options.kafka(),
        options.registry(),
        options.input(),
        new FraudScoringOptions.Horizon(options.horizon().future(), FOR_EVER),
        new FraudScoringOptions.Scoring(
            scoring.fallback(),
            scoring.thresholds(),
            scoring.startModel(),
            scoring.currency(),
            scoring.labelDelay(),
            FOR_EVER,
            FOR_EVER));
  }

  @Override
  public JobOptions options() {
    return OPTIONS.job();
  }

  @Override
  public void define(
      Surroundings surroundings, SchemaRegistryFactory schemas, StreamExecutionEnvironment env) {
    FraudScoringJob.define(OPTIONS, DecisionPolicy.none(), schemas, env);
  }
}
