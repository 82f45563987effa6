package dev.millrace.audit;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Breaches planted among recommendations, each in a copy of the evidence. */
final class ShopPlants {
  private static final String PLANTED = "planted by the audit";

  private final Evidence clean;
  private final Shop shop;

  /** The newest recommendation of some session. */
  private final Recommendation newest;

  /**
   * Prepares to plant.
   *
   * @param clean holds at least one recommendation
   */
  ShopPlants(Evidence clean) {
    this.clean = requireNonNull(clean);
    this.shop = clean.shop();
    String session = shop.recommendations().get(0).session();
    this.newest =
        shop.recommendations().stream()
            .filter(recommendation -> recommendation.session().equals(session))
            .max((one, other) -> Long.compare(one.version(), other.version()))
            .orElseThrow();
  }

  List<Seed> all() {
    return Stream.of(ofInteractions(), ofContent(), phantoms()).flatMap(List::stream).toList();
  }

  private List<Seed> ofInteractions() {
    return List.of(
        Seed.of(
            "a lost interaction", "R1", this::lost, Topics.INTERACTIONS, Topics.RECOMMENDATIONS),
        Seed.of(
            "a lost interaction long before others",
            "R1",
            this::lostLongBefore,
            Topics.RECOMMENDATIONS),
        Seed.of(
            "a lost interaction that was refused and repaired",
            "R1",
            this::repairedAndLost,
            Topics.RECOMMENDATIONS),
        Seed.of("a row of an older version", "R1", this::olderRow),
        Seed.of("a duplicate that is answered", "R2", this::answeredTwice),
        Seed.of("an interaction answered under two versions", "R2", this::answeredAsTwo));
  }

  private List<Seed> ofContent() {
    return List.of(
        Seed.of("another interaction under the same version", "R3", this::otherContent),
        Seed.of("a row that is not the first copy", "R3", this::otherRow, Topics.RECOMMENDATIONS),
        Seed.of(
            "a bought item that is recommended again",
            "R4",
            this::boughtShown,
            Topics.INTERACTIONS));
  }

  private List<Seed> phantoms() {
    return List.of(
        Seed.of("a recommendation of no interaction", "R6", this::phantom, Topics.INTERACTIONS),
        Seed.of(
            "an outcome of nothing recommended",
            "R6",
            this::phantomOutcome,
            Topics.INTERACTIONS,
            Topics.RECOMMENDATIONS));
  }

  /** The newest answer of the session and its row are gone. */
  private Evidence lost() {
    Map<String, Recommendation> rows = new HashMap<>(shop.recommendationRows());
    rows.remove(newest.session());
    return with(
        shop.interactions(),
        shop.recommendations().stream()
            .filter(recommendation -> !recommendation.id().equals(newest.id()))
            .toList(),
        shop.outcomes(),
        rows);
  }

  /** The session goes on being answered, but not within any time that an answer takes. */
  private Evidence lostLongBefore() {
    return plus(lost(Long.MIN_VALUE, 0), shop.refusals());
  }

  /** The one that was refused never came to where duplicates are dropped. */
  private Evidence repairedAndLost() {
    Set<Shop.Refusal> refusals = new HashSet<>(shop.refusals());
    refusals.add(new Shop.Refusal(PLANTED, "invalid-record"));
    return plus(lost(Long.MAX_VALUE, newest.madeAt()), refusals);
  }

  private Interaction lost(long offset, long sentAt) {
    return new Interaction(
        new Place(Topics.INTERACTIONS, newest.source().partition(), offset),
        sentAt,
        PLANTED,
        newest.session(),
        PLANTED,
        "VIEW",
        newest.eventTime(),
        null,
        null);
  }

  private Evidence plus(Interaction planted, Set<Shop.Refusal> refusals) {
    List<Interaction> interactions = new ArrayList<>(shop.interactions());
    interactions.add(planted);
    return clean.with(
        new Shop(
            interactions,
            shop.recommendations(),
            shop.outcomes(),
            shop.recommendationRows(),
            shop.outcomeRows(),
            refusals));
  }

  private Evidence olderRow() {
    return withRow(with(newest, newest.version() - 1, newest.interaction(), newest.items()));
  }

  private Evidence answeredTwice() {
    Recommendation copy =
        new Recommendation(
            end(newest),
            newest.madeAt(),
            newest.session(),
            newest.version() + 1,
            newest.interaction(),
            newest.eventTime(),
            newest.customer(),
            new Place(Topics.INTERACTIONS, newest.source().partition(), Long.MAX_VALUE),
            newest.items(),
            newest.variant(),
            newest.model());
    return plus(copy);
  }

  private Evidence answeredAsTwo() {
    return plus(with(newest, newest.version() + 1, newest.interaction(), newest.items()));
  }

  private Evidence otherContent() {
    return plus(with(newest, newest.version(), PLANTED, newest.items()));
  }

  private Evidence otherRow() {
    return withRow(
        with(
            newest,
            newest.version(),
            newest.interaction(),
            List.of(new Recommendation.Item(PLANTED, 1, "TRENDING", null))));
  }

  /** The session bought an item in the interaction that the newest recommendation answers. */
  private Evidence boughtShown() {
    List<Interaction> interactions = new ArrayList<>();
    for (Interaction interaction : shop.interactions()) {
      interactions.add(
          interaction.place().equals(newest.source())
              ? new Interaction(
                  interaction.place(),
                  interaction.sentAt(),
                  interaction.id(),
                  interaction.session(),
                  PLANTED,
                  "PURCHASE",
                  interaction.eventTime(),
                  null,
                  null)
              : interaction);
    }
    List<Recommendation.Item> items = new ArrayList<>(newest.items());
    items.add(new Recommendation.Item(PLANTED, 0, "TRENDING", null));
    List<Recommendation> recommendations = new ArrayList<>(shop.recommendations());
    recommendations.add(with(newest, newest.version(), newest.interaction(), items));
    return with(interactions, recommendations, shop.outcomes(), shop.recommendationRows());
  }

  private Evidence phantom() {
    return plus(
        new Recommendation(
            end(newest),
            newest.madeAt(),
            newest.session(),
            newest.version() + 1,
            PLANTED,
            newest.eventTime(),
            newest.customer(),
            new Place(Topics.INTERACTIONS, newest.source().partition(), Long.MAX_VALUE),
            newest.items(),
            newest.variant(),
            newest.model()));
  }

  private Evidence phantomOutcome() {
    List<Outcome> outcomes = new ArrayList<>(shop.outcomes());
    outcomes.add(
        new Outcome(
            new Place(Topics.OUTCOMES, 0, Long.MAX_VALUE),
            PLANTED,
            newest.session(),
            newest.version(),
            0,
            PLANTED,
            null,
            "IMPRESSION",
            newest.eventTime(),
            newest.variant(),
            newest.source()));
    return with(shop.interactions(), shop.recommendations(), outcomes, shop.recommendationRows());
  }

  /** A copy after everything else on its partition. */
  private static Recommendation with(
      Recommendation of, long version, String interaction, List<Recommendation.Item> items) {
    return new Recommendation(
        end(of),
        of.madeAt(),
        of.session(),
        version,
        interaction,
        of.eventTime(),
        of.customer(),
        of.source(),
        items,
        of.variant(),
        of.model());
  }

  private static Place end(Recommendation recommendation) {
    return new Place(Topics.RECOMMENDATIONS, recommendation.place().partition(), Long.MAX_VALUE);
  }

  private Evidence plus(Recommendation planted) {
    List<Recommendation> recommendations = new ArrayList<>(shop.recommendations());
    recommendations.add(planted);
    return with(shop.interactions(), recommendations, shop.outcomes(), shop.recommendationRows());
  }

  private Evidence withRow(Recommendation planted) {
    Map<String, Recommendation> rows = new HashMap<>(shop.recommendationRows());
    rows.put(planted.session(), planted);
    return with(shop.interactions(), shop.recommendations(), shop.outcomes(), rows);
  }

  private Evidence with(
      List<Interaction> interactions,
      List<Recommendation> recommendations,
      List<Outcome> outcomes,
      Map<String, Recommendation> rows) {
    return clean.with(
        new Shop(
            interactions, recommendations, outcomes, rows, shop.outcomeRows(), shop.refusals()));
  }
}
