package dev.millrace.recommendations;

import static dev.millrace.recommendations.Interactions.NOON;
import static dev.millrace.recommendations.Interactions.view;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.quality.Rule;
import dev.millrace.shop.Interaction;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InteractionRulesTest {

  @Test
  void acceptsAnInteraction() {
    assertThat(broken(view("s", "i", 0))).isEmpty();
    assertThat(
            broken(
                view("s", "i", 0)
                    .setPosition(0)
                    .setRecommendationVersion(1L)
                    .setRecommendationSlot(0)
                    .setCategory("kettles")))
        .isEmpty();
  }

  @Test
  void refusesWhatCannotBe() {
    assertThat(broken(view("", "i", 0))).isEqualTo("session-id-invalid");
    assertThat(broken(view("s", " ", 0))).isEqualTo("item-id-invalid");
    assertThat(broken(view("s", "i", 0).setInteractionId(""))).isEqualTo("interaction-id-invalid");
    assertThat(broken(view("s", "i", 0).setCustomerId("\n"))).isEqualTo("customer-id-invalid");
    assertThat(broken(view("s", "i", 0).setCategory(""))).isEqualTo("category-invalid");
    assertThat(broken(view("s", "i", 0).setBrand(""))).isEqualTo("brand-invalid");
    assertThat(broken(view("s", "i", 3601))).isEqualTo("event-time-in-future");
    assertThat(broken(view("s", "i", -86_401))).isEqualTo("event-time-too-old");
    assertThat(broken(view("s", "i", 0).setPosition(-1))).isEqualTo("position-negative");
    assertThat(broken(view("s", "i", 0).setRecommendationVersion(1L)))
        .isEqualTo("recommendation-incomplete");
    assertThat(broken(view("s", "i", 0).setRecommendationVersion(0L).setRecommendationSlot(0)))
        .isEqualTo("recommendation-version-invalid");
    assertThat(broken(view("s", "i", 0).setRecommendationVersion(1L).setRecommendationSlot(-1)))
        .isEqualTo("recommendation-slot-negative");
  }

  private static String broken(Interaction.Builder interaction) {
    return InteractionRules.of(
            new RecommendationsOptions.Horizon(Duration.ofHours(1), Duration.ofDays(1)))
        .broken(interaction.build(), NOON.toEpochMilli())
        .map(Rule::reason)
        .orElse("");
  }
}
