package dev.millrace.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A small shop in which every invariant holds. Each session looks at two items, buys the second, is
 * shown another and looks at that. One click comes twice, one comes too late and twice, one answer
 * of each session is overtaken, one is made again with other items.
 */
final class SampleShop {
  private static final int SESSIONS = 5;
  static final long FIRST = 1_728_036_000_000L; // 2024-10-04T10:00:00Z
  private static final int CLICKS = 10;

  private SampleShop() {}

  static Shop shop() {
    List<Interaction> interactions = new ArrayList<>();
    List<Recommendation> recommendations = new ArrayList<>();
    List<Outcome> outcomes = new ArrayList<>();
    Map<String, Recommendation> rows = new HashMap<>();
    Map<String, Outcome> outcomeRows = new HashMap<>();
    for (int session = 0; session < SESSIONS; session++) {
      Interaction overtaken = interaction(session, 0, "a", "VIEW", null);
      Interaction looked = interaction(session, 1, "b", "VIEW", null);
      Interaction bought = interaction(session, 2, "b", "PURCHASE", null);
      Interaction shown = interaction(session, 3, "c", "IMPRESSION", bought.eventTime());
      Interaction clicked = interaction(session, 4, "c", "VIEW", bought.eventTime());
      interactions.addAll(List.of(overtaken, looked, bought, shown, clicked));
      Recommendation last = recommendation(clicked, 2, "d", "a");
      recommendations.add(recommendation(looked, 0, "b", "c"));
      recommendations.add(recommendation(bought, 1, "c", "d"));
      recommendations.add(last);
      rows.put(last.session(), last);
      for (Interaction of : List.of(shown, clicked)) {
        outcomes.add(outcome(of));
        outcomeRows.put(of.id(), outcome(of));
      }
    }
    // Made again after a failure, when others had taught something else.
    recommendations.add(recommendation(interactions.get(4), 9, "e"));
    interactions.add(again(interactions.get(1), interactions.get(1).id()));
    interactions.add(again(interactions.get(0), "late"));
    return new Shop(
        interactions,
        recommendations,
        outcomes,
        rows,
        outcomeRows,
        Set.of(new Shop.Refusal("late", "interaction-late")));
  }

  private static Interaction interaction(
      int session, int number, String item, String kind, Long recommendation) {
    return new Interaction(
        new Place(Topics.INTERACTIONS, session, number),
        FIRST + number * 1_000L,
        "%d/%d".formatted(session, number),
        "session-" + session,
        item,
        kind,
        FIRST + number * 1_000L,
        recommendation,
        recommendation == null ? null : 0);
  }

  /** The same sent again, under an id. */
  private static Interaction again(Interaction sent, String id) {
    return new Interaction(
        new Place(Topics.INTERACTIONS, sent.place().partition(), CLICKS + sent.place().offset()),
        sent.sentAt() + CLICKS * 1_000L,
        id,
        sent.session(),
        sent.item(),
        sent.kind(),
        sent.eventTime(),
        null,
        null);
  }

  private static Recommendation recommendation(Interaction of, long offset, String... items) {
    return new Recommendation(
        new Place(Topics.RECOMMENDATIONS, of.place().partition(), offset),
        of.sentAt() + 10,
        of.session(),
        of.eventTime(),
        of.id(),
        of.eventTime(),
        null,
        of.place(),
        Stream.of(items)
            .map(item -> new Recommendation.Item(item, 0.5, "VIEWED_TOGETHER", of.item()))
            .toList(),
        "baseline",
        "neighbours-1");
  }

  private static Outcome outcome(Interaction of) {
    return new Outcome(
        new Place(Topics.OUTCOMES, of.place().partition(), of.place().offset()),
        of.id(),
        of.session(),
        of.recommendation(),
        of.slot(),
        of.item(),
        "books",
        of.kind(),
        of.eventTime(),
        "baseline",
        of.place());
  }
}
