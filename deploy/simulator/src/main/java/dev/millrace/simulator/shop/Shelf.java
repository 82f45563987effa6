package dev.millrace.simulator.shop;

import dev.millrace.shop.Interaction;
import dev.millrace.shop.Recommendation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is shown to each session now: its newest recommendation, whatever order they come in. */
public final class Shelf {
  private final Map<String, Recommendation> newest = new ConcurrentHashMap<>();

  void put(Recommendation recommendation) {
    newest.merge(
        recommendation.getSessionId(),
        recommendation,
        (old, other) -> other.getVersion() > old.getVersion() ? other : old);
  }

  /** Version and place of an item where it is shown to a session; sets them. */
  void refer(Interaction interaction) {
    Recommendation shown = newest.get(interaction.getSessionId());
    if (shown == null) {
      return;
    }
    for (int slot = 0; slot < shown.getItems().size(); slot++) {
      if (shown.getItems().get(slot).getItemId().equals(interaction.getItemId())) {
        interaction.setRecommendationVersion(shown.getVersion());
        interaction.setRecommendationSlot(slot);
        return;
      }
    }
  }

  /** The newest recommendation of a session; null if there is none. */
  Recommendation of(String session) {
    return newest.get(session);
  }
}
