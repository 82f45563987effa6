package dev.millrace.recommendations;

import static dev.millrace.recommendations.Interactions.NOON;
import static dev.millrace.recommendations.Interactions.view;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.ingest.Decoded;
import dev.millrace.common.job.JobEnvironment;
import dev.millrace.common.testing.stream.CollectingSink;
import dev.millrace.shop.Interaction;
import dev.millrace.shop.InteractionKind;
import dev.millrace.shop.Recommendation;
import dev.millrace.shop.RecommendationReason;
import dev.millrace.shop.RecommendedItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The topology on a cluster. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class RecommendationsTopologyITCase {

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  @Test
  void learnsFromSomeSessionsForOthersWhateverKeepsTheState() throws Exception {
    List<Interaction> interactions = new ArrayList<>();
    for (int session = 0; session < 20; session++) {
      interactions.add(view("s" + session, "kettle", 100 * session).build());
      interactions.add(view("s" + session, "teapot", 100 * session + 10).build());
    }
    Interaction newcomer = view("newcomer", "kettle", 5_000).build();
    interactions.add(newcomer);

    for (String backend : List.of("heap", "rocksdb")) {
      List<Recommendation> all = recommendations(backend, 1, interactions);

      assertThat(all).hasSize(interactions.size());
      RecommendedItem first = newest(all).get("newcomer").getItems().get(0);
      assertThat(first.getItemId()).isEqualTo("teapot");
      assertThat(first.getReason()).isEqualTo(RecommendationReason.VIEWED_TOGETHER);
      assertThat(first.getBecause()).isEqualTo("kettle");
    }
  }

  @Test
  void duplicatesTeachOnce() throws Exception {
    List<Interaction> once = new ArrayList<>();
    for (int session = 0; session < 5; session++) {
      once.add(view("s" + session, "kettle", 100 * session).build());
      once.add(view("s" + session, session < 3 ? "teapot" : "mug", 100 * session + 10).build());
    }
    List<Interaction> repeated = new ArrayList<>();
    for (Interaction interaction : once) {
      for (int i = 0; i < (interaction.getItemId().equals("mug") ? 9 : 1); i++) {
        repeated.add(interaction);
      }
    }
    Interaction newcomer = view("newcomer", "kettle", 5_000).build();
    once.add(newcomer);
    repeated.add(newcomer);

    assertThat(newest(recommendations("heap", 1, repeated)).get("newcomer").getItems())
        .isEqualTo(newest(recommendations("heap", 1, once)).get("newcomer").getItems());
  }

  @Test
  void anItemUnknownBeforeIsRecommendedAfterItsFirstSession() throws Exception {
    List<Recommendation> all =
        recommendations(
            "heap",
            1,
            List.of(
                view("first", "kettle", 0).build(),
                view("first", "brand-new", 20).build(),
                view("second", "kettle", 40).build()));

    assertThat(newest(all).get("second").getItems())
        .extracting(RecommendedItem::getItemId)
        .contains("brand-new");
  }

  @Test
  void aBoughtItemIsGoneInTheNextAnswer() throws Exception {
    List<Recommendation> all =
        recommendations(
            "heap",
            1,
            List.of(
                view("other", "kettle", 0).build(),
                view("other", "teapot", 10).build(),
                view("s", "kettle", 20).build(),
                view("s", "teapot", 30).setKind(InteractionKind.PURCHASE).build()));

    assertThat(items(all, "s/kettle/20")).contains("teapot");
    assertThat(items(all, "s/teapot/30")).doesNotContain("teapot");
  }

  @Test
  void aBoughtItemDoesNotComeBackInTheCustomersNextSession() throws Exception {
    List<Interaction> interactions = new ArrayList<>();
    for (int session = 0; session < 5; session++) {
      interactions.add(view("other" + session, "kettle", 100 * session).build());
      interactions.add(view("other" + session, "teapot", 100 * session + 10).build());
    }
    interactions.add(
        view("first", "teapot", 1_000)
            .setCustomerId("c")
            .setKind(InteractionKind.PURCHASE)
            .build());
    interactions.add(view("second", "kettle", 9_000).setCustomerId("c").build());
    interactions.add(view("another", "kettle", 9_000).setCustomerId("d").build());

    List<Recommendation> all = recommendations("heap", 1, interactions);

    assertThat(items(all, "second/kettle/9000")).doesNotContain("teapot");
    assertThat(items(all, "another/kettle/9000")).contains("teapot");
  }

  @Test
  void botsDoNotTeach() throws Exception {
    List<Interaction> interactions = new ArrayList<>();
    interactions.add(view("person", "kettle", 0).build());
    interactions.add(view("person", "teapot", 10).build());
    for (int click = 0; click < 20; click++) {
      String item = click % 2 == 0 ? "kettle" : "spam" + click;
      interactions.add(view("bot", item, 20).setPosition(click).build());
    }
    interactions.add(view("newcomer", "kettle", 100).build());

    assertThat(items(recommendations("heap", 1, interactions), "newcomer/kettle/100"))
        .containsExactly("teapot");
  }

  @Test
  void versionsOfASessionGrowInSeveralTasks() throws Exception {
    List<Interaction> interactions = new ArrayList<>();
    for (int click = 0; click < 20; click++) {
      for (int session = 0; session < 40; session++) {
        interactions.add(view("s" + session, "i" + (click + session) % 25, 10 * click).build());
      }
    }

    Map<String, Long> versions = new HashMap<>();
    for (Recommendation recommendation : recommendations("heap", 2, interactions)) {
      Long before = versions.put(recommendation.getSessionId(), recommendation.getVersion());
      assertThat(before == null || before < recommendation.getVersion()).isTrue();
    }
    assertThat(versions).hasSize(40).containsEntry("s0", NOON.plusSeconds(10 * 19).toEpochMilli());
  }

  private static List<String> items(List<Recommendation> all, String interaction) {
    return all.stream()
        .filter(recommendation -> recommendation.getInteractionId().equals(interaction))
        .findFirst()
        .orElseThrow()
        .getItems()
        .stream()
        .map(RecommendedItem::getItemId)
        .toList();
  }

  private static Map<String, Recommendation> newest(List<Recommendation> all) {
    Map<String, Recommendation> newest = new HashMap<>();
    all.stream()
        .sorted(Comparator.comparingLong(Recommendation::getVersion))
        .forEach(recommendation -> newest.put(recommendation.getSessionId(), recommendation));
    return newest;
  }

  private static List<Recommendation> recommendations(
      String backend, int parallelism, List<Interaction> interactions) throws Exception {
    RecommendationsOptions options =
        RecommendationsOptions.from(
            new String[] {
              "-Dkafka.bootstrap-servers=127.0.0.1:9",
              "-Dschema-registry.url=http://127.0.0.1:9",
              "-Djob.parallelism=" + parallelism,
              "-Djob.state-backend=" + backend
            });
    StreamExecutionEnvironment env = JobEnvironment.create(options.job());
    CollectingSink<Recommendation> collected = new CollectingSink<>();
    RecommendationsTopology.build(
            env.fromData(
                    interactions.stream().map(Interactions::decoded).toList(),
                    Decoded.type(Interaction.class))
                .uid("interactions"),
            options.recommending())
        .recommendations()
        .sinkTo(collected)
        .uid("collected");
    env.execute();
    return collected.list();
  }
}
