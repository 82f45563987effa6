package dev.millrace.recommendations;

import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.job.JobOptions;
import dev.millrace.common.testing.savepoint.RehearsedJob;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job with the options that its savepoints are kept with. */
final class RehearsedRecommendations implements RehearsedJob {

  /**
   * Nothing is forgotten: time to live goes by the clock of the machine, and a savepoint is read in
   * years to come. One task, because what sessions teach each other has no fixed order in several.
   */
  private static final RecommendationsOptions OPTIONS =
      RecommendationsOptions.from(
          new String[] {
            "-Dkafka.bootstrap-servers=127.0.0.1:9",
            "-Dschema-registry.url=http://127.0.0.1:9",
            "-Djob.parallelism=1",
            "-Dvalidation.past-horizon=36500 d",
            "-Dstate.session-retention=36500 d",
            "-Dstate.subject-retention=36500 d",
            "-Dstate.duplicate-retention=36500 d",
          });

  @Override
  public JobOptions options() {
    return OPTIONS.job();
  }

  @Override
  public void define(
      Surroundings surroundings, SchemaRegistryFactory schemas, StreamExecutionEnvironment env) {
    RecommendationsJob.define(OPTIONS, schemas, env);
  }
}
