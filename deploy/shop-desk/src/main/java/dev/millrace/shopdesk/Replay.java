package dev.millrace.shopdesk;

import dev.millrace.common.ingest.Decoded;
import dev.millrace.common.job.JobEnvironment;
import dev.millrace.common.job.JobOptions;
import dev.millrace.console.InProcess;
import dev.millrace.console.ToolException;
import dev.millrace.recommendations.RecommendationsOptions;
import dev.millrace.recommendations.RecommendationsTopology;
import dev.millrace.shop.Interaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Clicks through the job's own topology, in the order of time, on a Flink within this process.
 *
 * <p>Everything runs in one subtask, so that each click finds what all clicks before it taught.
 */
final class Replay {
  private static final String TOPIC = "shop.interactions";
  private static final String NEVER = "9999-01-01T00:00:00Z";

  private final ClickData data;
  private final List<String> settings;
  private long millis;

  /**
   * A replay.
   *
   * @param settings options of the job, as {@code key=value}
   */
  Replay(ClickData data, List<String> settings) {
    this.data = data;
    this.settings = List.copyOf(settings);
  }

  /** Predictions by what was learned before the test began. */
  Accuracy frozen() {
    Instant start = Instant.ofEpochMilli(data.testStart());
    return data.score(
        recommendations(start.toString(), start.toString()), data.trainingItems()::contains);
  }

  /** Predictions by what was learned before each click. */
  Accuracy online() {
    return data.score(
        recommendations(NEVER, Instant.ofEpochMilli(data.testStart()).toString()), item -> true);
  }

  /**
   * What a run cost.
   *
   * @param bytes sent between the steps of the job
   * @param millis that it took, starting Flink not included
   */
  record Cost(long bytes, long millis) {}

  /**
   * Learns from all clicks.
   *
   * @param answers whether those to predict from are answered, or none
   */
  Cost cost(boolean answers) {
    recommendations(NEVER, answers ? Instant.ofEpochMilli(data.testStart()).toString() : NEVER);
    return new Cost(
        ShuffledBytes.sentBy("follow session") + ShuffledBytes.sentBy("learn neighbours"), millis);
  }

  /**
   * Items recommended after each click that is answered, by the click's id.
   *
   * @param learning until when
   * @param answering from when
   */
  private Map<String, List<String>> recommendations(String learning, String answering) {
    RecommendationsOptions options =
        RecommendationsOptions.from(
            Stream.concat(
                    Stream.of(
                        "kafka.bootstrap-servers=127.0.0.1:9",
                        "schema-registry.url=http://127.0.0.1:9",
                        "answers.from=" + answering,
                        "learning.until=" + learning),
                    settings.stream())
                .map(setting -> "-D" + setting)
                .toArray(String[]::new));
    StreamExecutionEnvironment env = JobEnvironment.create(alone(options.job()));
    // A bounded job with checkpoints waits for the next one before it ends.
    env.getCheckpointConfig().disableCheckpointing();
    env.configure(ShuffledBytes.configuration());
    try (InProcess<List<Visit>> visits = new InProcess<>(data.visits());
        InProcess<Map<String, List<String>>> items = new InProcess<>(new ConcurrentHashMap<>())) {
      RecommendationsTopology.build(replayed(visits, env), options.recommending())
          .recommendations()
          .sinkTo(new Collected(items))
          .uid("collected")
          .name("collected");
      millis = env.execute().getNetRuntime();
      return items.value();
    } catch (Exception e) {
      throw new ToolException("the replay failed: " + e.getMessage(), e);
    }
  }

  private DataStream<Decoded<Interaction>> replayed(
      InProcess<List<Visit>> visits, StreamExecutionEnvironment env) {
    return env.fromSource(
            new DataGeneratorSource<>(
                new ReplayedVisits(visits, TOPIC),
                data.visits().size(),
                Decoded.type(Interaction.class)),
            WatermarkStrategy.noWatermarks(),
            "replay")
        .uid("replay");
  }

  private static JobOptions alone(JobOptions options) {
    return new JobOptions(
        options.name(),
        1,
        options.maxParallelism(),
        Duration.ofHours(1),
        JobOptions.StateBackend.HEAP,
        Duration.ofMillis(100));
  }
}
