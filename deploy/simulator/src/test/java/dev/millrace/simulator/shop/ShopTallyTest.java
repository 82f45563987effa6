package dev.millrace.simulator.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.shop.Interaction;
import dev.millrace.shop.InteractionKind;
import dev.millrace.shop.Recommendation;
import dev.millrace.shop.RecommendationReason;
import dev.millrace.shop.RecommendedItem;
import dev.millrace.suite.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShopTallyTest {
  private final ShopTally tally = new ShopTally(0);

  @Test
  void waitsForTheNewestVersionOfEachSession() {
    tally.sending(interaction("a", InteractionKind.VIEW), 1_000_000, false);
    tally.sending(interaction("b", InteractionKind.VIEW), 2_000_000, false);
    tally.read(recommendation("a", 100, "b"), 5_000_000);
    assertThat(tally.waiting()).isEqualTo(1);

    tally.read(recommendation("b", 200, "c"), 5_000_000);
    assertThat(tally.waiting()).isZero();
    assertThat(tally.latency().getMaxValue()).isEqualTo(4_001); // within the precision
    assertThat(tally.overtaken()).isZero();
  }

  @Test
  void noticesWhatComesAfterALaterOne() {
    tally.sending(interaction("a", InteractionKind.VIEW), 1, false);
    tally.sending(interaction("b", InteractionKind.VIEW), 1, false);
    tally.read(recommendation("b", 200, "b"), 1);
    tally.read(recommendation("a", 100, "b"), 1);

    assertThat(tally.overtaken()).isEqualTo(1);
  }

  @Test
  void countsWhatIsNeverAnsweredAndMeasuresWhatIsAnsweredLate() {
    tally.sending(interaction("a", InteractionKind.VIEW), 0, false);
    tally.sending(interaction("b", InteractionKind.VIEW), 0, false);
    tally.sending(interaction("c", InteractionKind.VIEW), 0, false);
    tally.read(recommendation("c", 300, "x"), 1_000_000);

    assertThat(tally.waiting()).isZero();
    assertThat(tally.unanswered()).isEqualTo(2);

    tally.read(recommendation("a", 100, "x"), 9_000_000);

    assertThat(tally.unanswered()).isEqualTo(1);
    assertThat(tally.latency().getTotalCount()).isEqualTo(2);
    assertThat(tally.latency().getMaxValue()).isBetween(9_000L, 9_010L);
    assertThat(tally.overtaken()).isEqualTo(1);
  }

  @Test
  void noticesABoughtItemThatIsShownAgain() {
    tally.sending(interaction("a", InteractionKind.VIEW), 1, false);
    tally.sending(interaction("b", InteractionKind.PURCHASE), 1, false);
    tally.read(recommendation("a", 100, "b"), 1);
    assertThat(tally.goneShown()).isZero();

    tally.read(recommendation("b", 200, "b"), 1);
    assertThat(tally.goneShown()).isEqualTo(1);
  }

  @Test
  void countsViewsOfRecommendedItems() {
    tally.sending(interaction("a", InteractionKind.VIEW), 1, false);
    tally.read(recommendation("a", 100, "b", "c"), 1);
    tally.sending(interaction("c", InteractionKind.VIEW), 1, false);
    tally.sending(interaction("d", InteractionKind.VIEW), 1, false);

    assertThat(tally.hitRate()).isEqualTo(0.5);
  }

  @Test
  void measuresHowSoonANewItemIsRecommendedToOthers() {
    tally.sending(interaction("new", InteractionKind.VIEW), 1_000_000, true);
    tally.read(recommendation("new", 100, "new"), 2_000_000);
    assertThat(tally.adapted()).isZero();

    Interaction other = interaction("a", InteractionKind.VIEW);
    other.setSessionId("t");
    tally.sending(other, 1, false);
    Recommendation recommendation = recommendation("a", 100, "new");
    recommendation.setSessionId("t");
    tally.read(recommendation, 31_000_000);
    assertThat(tally.launched()).isEqualTo(1);
    assertThat(tally.adapted()).isEqualTo(1);
    assertThat(tally.longestAdaptation()).isEqualTo(Duration.ofMillis(30));
    assertThat(tally.sessions()).isEqualTo(2);
  }

  @Test
  void countsMishapsApart() {
    tally.sendingLate();
    tally.sendingAgain();

    assertThat(tally.interactions()).isEqualTo(2);
    assertThat(tally.late()).isEqualTo(1);
    assertThat(tally.duplicates()).isEqualTo(1);
    assertThat(tally.waiting()).isZero();
  }

  @Test
  void impressionsAreNotAnswered() {
    tally.sending(interaction("a", InteractionKind.IMPRESSION), 1, false);

    assertThat(tally.interactions()).isEqualTo(1);
    assertThat(tally.answered()).isZero();
    assertThat(tally.waiting()).isZero();
  }

  private static Interaction interaction(String item, InteractionKind kind) {
    return Interaction.newBuilder()
        .setInteractionId(item)
        .setSessionId("s")
        .setItemId(item)
        .setKind(kind)
        .setEventTime(Instant.EPOCH)
        .build();
  }

  private static Recommendation recommendation(String interaction, long version, String... items) {
    return Recommendation.newBuilder()
        .setSessionId("s")
        .setVersion(version)
        .setInteractionId(interaction)
        .setEventTime(Instant.EPOCH)
        .setItems(
            Stream.of(items)
                .map(item -> new RecommendedItem(item, 1.0, RecommendationReason.TRENDING, null))
                .toList())
        .setVariant("baseline")
        .setModelVersion("m")
        .setSource(new Source("shop.interactions", 0, 1L))
        .build();
  }
}
