package dev.millrace.recommendations.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.common.ingest.Decoded;
import dev.millrace.recommendations.RecommendationsOptions;
import dev.millrace.recommendations.RecommendationsTopology;
import dev.millrace.shop.Interaction;
import dev.millrace.shop.InteractionKind;
import dev.millrace.shop.Recommendation;
import dev.millrace.shop.RecommendationReason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was written without the job is what the job goes on from. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class HistoryITCase {
  private static final int MAX_PARALLELISM = 720;

  @Test
  void theJobKnowsItemsAndSessionsOfTheWrittenDay(@TempDir Path folder) throws Exception {
    Path savepoint = folder.resolve("day");
    assertThat(
            RecommendationsBench.commandLine()
                .execute(
                    "recommendations-history",
                    savepoint.toString(),
                    "--items",
                    "200",
                    "--sessions",
                    "300"))
        .isZero();

    List<Recommendation> recommendations =
        recommendations(
            savepoint,
            view("past-session-299", "past-session-299-4", "item-7"), // was there that day
            view("today", "today-0", "item-7"));

    assertThat(recommendations).hasSize(1);
    Recommendation answer = recommendations.get(0);
    assertThat(answer.getSessionId()).isEqualTo("today");
    assertThat(answer.getItems())
        .hasSize(20)
        .allSatisfy(
            item -> {
              assertThat(item.getReason()).isEqualTo(RecommendationReason.VIEWED_TOGETHER);
              assertThat(item.getBecause()).isEqualTo("item-7");
            });
  }

  @Test
  void whatCannotBeWrittenIsRefused(@TempDir Path folder) {
    assertThat(
            RecommendationsBench.commandLine()
                .execute("recommendations-history", folder.toString(), "--items", "210"))
        .isEqualTo(2);
    assertThat(
            RecommendationsBench.commandLine()
                .execute("recommendations-history", folder.getParent().toString()))
        .isEqualTo(1);
  }

  private static List<Recommendation> recommendations(Path savepoint, Interaction... interactions)
      throws Exception {
    TrustedRecords.trust();
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(
            new Configuration()
                .set(CoreOptions.DEFAULT_PARALLELISM, 1)
                .set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM)
                .set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint.toUri().toString()));
    RecommendationsOptions options =
        RecommendationsOptions.from(
            new String[] {
              "-Dkafka.bootstrap-servers=localhost:1", "-Dschema-registry.url=http://localhost:1"
            });
    List<Decoded<Interaction>> decoded = new ArrayList<>();
    for (Interaction interaction : interactions) {
      decoded.add(decoded(interaction));
    }
    return RecommendationsTopology.build(
            env.fromData(decoded, Decoded.type(Interaction.class)), options.recommending())
        .recommendations()
        .executeAndCollect(2 * interactions.length);
  }

  private static Interaction view(String session, String id, String item) {
    return Interaction.newBuilder()
        .setInteractionId(id)
        .setSessionId(session)
        .setItemId(item)
        .setKind(InteractionKind.VIEW)
        .setEventTime(Instant.ofEpochMilli(Clock.systemUTC().millis()))
        .build();
  }

  private static Decoded<Interaction> decoded(Interaction interaction) {
    return new Decoded<>(
        interaction,
        new RawRecord(
            "shop.interactions",
            0,
            0,
            interaction.getEventTime().toEpochMilli(),
            interaction.getSessionId().getBytes(StandardCharsets.UTF_8),
            new byte[] {1},
            new String[0],
            new byte[0][]));
  }
}
