package dev.millrace.recommendations;

import static dev.millrace.common.quality.StandardRules.atLeast;
import static dev.millrace.common.quality.StandardRules.id;
import static dev.millrace.common.quality.StandardRules.notBefore;
import static dev.millrace.common.quality.StandardRules.notInFuture;
import static dev.millrace.common.quality.StandardRules.together;

import dev.millrace.common.quality.RecordRules;
import dev.millrace.shop.Interaction;
import java.util.List;

/** What must be true of an interaction. */
final class InteractionRules {

  private InteractionRules() {}

  /** The rules. */
  static RecordRules<Interaction> of(RecommendationsOptions.Horizon horizon) {
    return new RecordRules<>(
        List.of(
            id("interaction_id", Interaction::getInteractionId),
            id("session_id", Interaction::getSessionId),
            id("item_id", Interaction::getItemId),
            id("customer_id", Interaction::getCustomerId),
            id("category", Interaction::getCategory),
            id("brand", Interaction::getBrand),
            notInFuture("event_time", Interaction::getEventTime, horizon.future()),
            notBefore("event_time", Interaction::getEventTime, horizon.past()),
            atLeast(
                0,
                "position",
                "position-negative",
                interaction -> number(interaction.getPosition())),
            atLeast(
                1,
                "recommendation_version",
                "recommendation-version-invalid",
                Interaction::getRecommendationVersion),
            atLeast(
                0,
                "recommendation_slot",
                "recommendation-slot-negative",
                interaction -> number(interaction.getRecommendationSlot())),
            together(
                "recommendation-incomplete",
                "recommendation_slot",
                Interaction::getRecommendationSlot,
                "recommendation_version",
                Interaction::getRecommendationVersion)));
  }

  private static Long number(Integer value) {
    return value == null ? null : Long.valueOf(value);
  }
}
