package dev.millrace.audit;

import static dev.millrace.audit.EvidenceCopies.cut;
import static dev.millrace.audit.EvidenceCopies.withLetters;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ShopInvariantsTest {
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final Evidence clean = SampleWorld.evidence();
  private final Shop shop = clean.shop();

  private static Map<String, Finding> check(Evidence evidence) {
    Map<String, Finding> findings = new TreeMap<>();
    new ShopInvariants(evidence).check().forEach(finding -> findings.put(finding.id(), finding));
    return findings;
  }

  private static List<String> breached(Evidence evidence) {
    return check(evidence).values().stream()
        .filter(finding -> finding.breaches() > 0)
        .map(Finding::id)
        .toList();
  }

  @Test
  void aSoundShopHoldsAndIsReallyChecked() {
    Map<String, Finding> findings = check(clean);

    assertThat(findings).containsOnlyKeys("R1", "R2", "R3", "R4", "R6");
    assertThat(findings.values())
        .allSatisfy(
            finding -> {
              assertThat(finding.first()).isEmpty();
              assertThat(finding.checked()).isPositive();
            });
    assertThat(findings.get("R1").notes())
        .containsExactly(
            "27 interactions, of them 2 duplicates, 5 overtaken, 5 that need no answer; 0 refused");
    assertThat(findings.get("R2").notes())
        .containsExactly("16 recommendations on the topic, 15 different ones");
    assertThat(findings.get("R3").notes())
        .containsExactly("1 copies; 1 were made again with other items, the first counts");
    assertThat(findings.get("R4").notes()).containsExactly("5 items bought or hidden");
  }

  @Test
  void withoutInteractionsNothingIsChecked() {
    assertThat(check(clean.with(Shop.NONE)).values())
        .allSatisfy(
            finding -> {
              assertThat(finding.state()).isEqualTo("skipped");
              assertThat(finding.notes()).contains("no interactions on shop.interactions");
            });
  }

  @Test
  void findsAnInteractionWithoutAnAnswerAfterTheLastThatHasOne() {
    List<Interaction> interactions = new ArrayList<>(shop.interactions());
    interactions.add(
        new Interaction(
            new Place(Topics.INTERACTIONS, 0, 99),
            0,
            "0/99",
            "session-0",
            "x",
            "HIDE",
            0,
            null,
            null));

    Evidence evidence = clean.with(with(interactions, shop.recommendations(), shop.outcomes()));
    assertThat(breached(evidence)).containsExactly("R1");
    assertThat(check(evidence).get("R1").first())
        .containsExactly("lost: 0/99 (shop.interactions/0/99)");
  }

  @Test
  void anAnswerExcusesWhatWasSentShortlyBeforeIt() {
    long settling = 30_000;
    // The answers took 10 ms each; that to the first of the session that has one was sent after 1
    // s.
    assertThat(breached(withFirstSent(1_000 - 10 - settling))).isEmpty();
    assertThat(check(withFirstSent(1_000 - 10 - settling - 1)).get("R1").first())
        .containsExactly("lost: 1/0 (shop.interactions/1/0)");
  }

  @Test
  void aRowAnswersForARecommendationThatKafkaHasDeleted() {
    List<Recommendation> left =
        shop.recommendations().stream()
            .filter(recommendation -> !recommendation.session().equals("session-0"))
            .toList();
    Evidence evidence = answers(left, shop.recommendationRows());
    assertThat(breached(evidence)).contains("R1");
    Finding finding = check(cut(evidence, Topics.RECOMMENDATIONS)).get("R1");
    assertThat(finding.first()).isEmpty();
    // A duplicate of one whose answer is not the session's last.
    assertThat(finding.notes()).anyMatch(note -> note.contains(" and of 1 interactions "));

    Map<String, Recommendation> rows = new HashMap<>(shop.recommendationRows());
    rows.remove("session-0");
    Finding unknown = check(cut(answers(left, rows), Topics.RECOMMENDATIONS)).get("R1");
    assertThat(unknown.first()).isEmpty();
    assertThat(unknown.notes())
        .contains(
            "incomplete: Kafka has deleted records of shop.recommendations, and of 5 interactions it"
                + " is not known whether they are lost");
    assertThat(unknown.checked()).isEqualTo(finding.checked() - 4);
  }

  @Test
  void aRowAnswersForAnOutcomeThatKafkaHasDeleted() {
    Evidence evidence = outcomes(shop.outcomeRows());
    assertThat(check(evidence).get("R1").breaches()).isEqualTo(10);
    Finding finding = check(cut(evidence, Topics.OUTCOMES)).get("R1");
    assertThat(finding.first()).isEmpty();
    assertThat(finding.notes()).noneMatch(note -> note.startsWith("incomplete"));
    assertThat(check(cut(outcomes(Map.of()), Topics.OUTCOMES)).get("R1").notes())
        .contains(
            "incomplete: Kafka has deleted records of shop.recommendation-outcomes, and of 10"
                + " interactions' outcomes it is not known whether they are lost");
  }

  private Evidence outcomes(Map<String, Outcome> rows) {
    return clean.with(
        new Shop(
            shop.interactions(),
            shop.recommendations(),
            List.of(),
            shop.recommendationRows(),
            rows,
            shop.refusals()));
  }

  @Test
  void saysThatDeletedInteractionsAreNotAccountedFor() {
    assertThat(check(cut(clean, Topics.INTERACTIONS)).get("R1").notes())
        .contains(
            "incomplete: Kafka has deleted records of shop.interactions, so lost ones among them are"
                + " not looked for");
  }

  @Test
  void whereTheFirstCopyMayBeDeletedTheRowMayDifferFromALaterOne() {
    Recommendation first = shop.recommendationRows().get("session-0");
    List<Recommendation> left =
        shop.recommendations().stream()
            .filter(recommendation -> !recommendation.place().equals(first.place()))
            .toList();
    Evidence evidence = answers(left, shop.recommendationRows());
    assertThat(breached(evidence)).containsExactly("R3");
    assertThat(breached(cut(evidence, Topics.RECOMMENDATIONS))).isEmpty();
  }

  @Test
  void everySecondInteractionIsNotOvertaken() {
    List<Interaction> interactions = new ArrayList<>(shop.interactions());
    for (int i = 0; i < 3; i++) {
      interactions.add(view(2, 20 + i, SampleShop.FIRST + i * HOUR));
    }
    List<Recommendation> recommendations = new ArrayList<>(shop.recommendations());
    recommendations.add(answer(interactions.get(interactions.size() - 1)));

    assertThat(
            check(clean.with(with(interactions, recommendations, shop.outcomes())))
                .get("R1")
                .first())
        .contains("lost: 2/20 (shop.interactions/2/20)", "lost: 2/21 (shop.interactions/2/21)");
  }

  @Test
  void onlyWhatWasRefusedAsTooLateHadTakenItsId() {
    Interaction again = view(3, 30, SampleShop.FIRST + HOUR);
    assertThat(breached(withRefusal(again, "interaction-late"))).isEmpty();
    assertThat(check(withRefusal(again, "invalid-record")).get("R1").first())
        .containsExactly("lost: 3/30 (shop.interactions/3/30)");
  }

  @Test
  void findsAnInteractionWithoutItsOutcome() {
    Evidence evidence =
        clean.with(
            with(
                shop.interactions(),
                shop.recommendations(),
                shop.outcomes().stream().filter(outcome -> !outcome.id().equals("1/3")).toList()));

    assertThat(check(evidence).get("R1").first())
        .containsExactly("no outcome: 1/3 (shop.interactions/1/3)");
    assertThat(check(evidence).get("R6").first()).containsExactly("row without an outcome: 1/3");
  }

  @Test
  void findsRowsThatAreMissing() {
    Evidence evidence =
        clean.with(
            new Shop(
                shop.interactions(),
                shop.recommendations(),
                shop.outcomes(),
                Map.of(),
                Map.of(),
                shop.refusals()));

    assertThat(check(evidence).get("R1").breaches()).isEqualTo(15);
    assertThat(check(evidence).get("R1").first())
        .contains("recommended but no row: session-0/1728036004000");
  }

  @Test
  void aRowThatTheDatabaseRefusedIsNotMissed() {
    Recommendation newest = shop.recommendationRows().get("session-1");
    DeadLetter letter =
        new DeadLetter(
            new Place(Topics.DEAD_LETTERS, 0, 1),
            "table-writer/" + newest.place(),
            Evidence.WRITER,
            DeadLetter.WRITE,
            "row-refused",
            "SQLSTATE 22021",
            newest.place(),
            1,
            true,
            false);
    List<DeadLetter> letters = new ArrayList<>(clean.deadLetters());
    letters.add(letter);
    Map<String, Recommendation> rows = new HashMap<>(shop.recommendationRows());
    rows.put("session-1", recommendation("session-1", 1));
    Shop other =
        new Shop(
            shop.interactions(),
            shop.recommendations(),
            shop.outcomes(),
            rows,
            shop.outcomeRows(),
            shop.refusals());

    assertThat(breached(clean.with(other))).containsExactly("R1");
    assertThat(breached(withLetters(clean.with(other), letters))).isEmpty();
  }

  @Test
  void aCopyMayDifferInItsItemsOnly() {
    Recommendation first = shop.recommendations().get(1);

    assertThat(breached(plusCopy(first, copy -> copy))).isEmpty();
    assertThat(
            breached(
                plusCopy(
                    first,
                    copy ->
                        new Recommendation(
                            copy.place(),
                            copy.madeAt(),
                            copy.session(),
                            copy.version(),
                            copy.interaction(),
                            copy.eventTime(),
                            "another customer",
                            copy.source(),
                            copy.items(),
                            copy.variant(),
                            copy.model()))))
        .containsExactly("R3");
  }

  @Test
  void anInteractionIsNotAnsweredUnderTwoVersions() {
    Recommendation last = recommendation("session-1", 2);
    Evidence evidence =
        plusCopy(
            last,
            copy ->
                new Recommendation(
                    copy.place(),
                    copy.madeAt(),
                    copy.session(),
                    copy.version() - 1,
                    copy.interaction(),
                    copy.eventTime(),
                    copy.customer(),
                    copy.source(),
                    copy.items(),
                    copy.variant(),
                    copy.model()));
    assertThat(breached(evidence)).containsExactly("R2");
    assertThat(check(evidence).get("R2").first())
        .containsExactly("two answers: 1/4 as session-1/1728036004000 and session-1/1728036003999");
  }

  @Test
  void whatIsBoughtMayBeShownBeforeAndNotAfter() {
    // Every session was shown b before it bought b.
    assertThat(shop.recommendations()).filteredOn(shown -> shown.shows("b")).hasSize(5);
    assertThat(check(clean).get("R4").breaches()).isZero();

    Recommendation last = recommendation("session-2", 2);
    List<Recommendation.Item> items = new ArrayList<>(last.items());
    items.add(new Recommendation.Item("b", 0.1, "TRENDING", null));
    Evidence evidence =
        plusCopy(
            last,
            copy ->
                new Recommendation(
                    copy.place(),
                    copy.madeAt(),
                    copy.session(),
                    copy.version(),
                    copy.interaction(),
                    copy.eventTime(),
                    copy.customer(),
                    copy.source(),
                    items,
                    copy.variant(),
                    copy.model()));
    assertThat(breached(evidence)).containsExactly("R4");
    assertThat(check(evidence).get("R4").first())
        .containsExactly("session-2/1728036004000 shows b, gone since shop.interactions/2/2");
  }

  @Test
  void anOutcomeMayBeOfAnyCopy() {
    // The copy that was made again shows e in its first place.
    Interaction click =
        new Interaction(
            new Place(Topics.INTERACTIONS, 0, 20),
            1,
            "0/20",
            "session-0",
            "e",
            "IMPRESSION",
            1,
            1_728_036_004_000L,
            0);
    assertThat(breached(plusOutcome(click, "e"))).isEmpty();
    assertThat(check(plusOutcome(click, "f")).get("R6").first())
        .containsExactly(
            "phantom outcome: 0/20 claims shop.interactions/0/20",
            "outcome of nothing recommended: 0/20 in session-0/1728036004000");
  }

  @Test
  void findsAnOutcomesRowOfAnotherCategory() {
    Outcome outcome = shop.outcomeRows().get("1/3");
    Outcome other =
        new Outcome(
            null,
            outcome.id(),
            outcome.session(),
            outcome.version(),
            outcome.slot(),
            outcome.item(),
            "music",
            outcome.kind(),
            outcome.eventTime(),
            outcome.variant(),
            outcome.source());
    Map<String, Outcome> rows = new HashMap<>(shop.outcomeRows());
    rows.put(outcome.id(), other);
    Evidence evidence =
        clean.with(
            new Shop(
                shop.interactions(),
                shop.recommendations(),
                shop.outcomes(),
                shop.recommendationRows(),
                rows,
                shop.refusals()));
    assertThat(breached(evidence)).containsExactly("R3");
    assertThat(check(evidence).get("R3").first())
        .containsExactly("row differs from the first copy: 1/3");
  }

  /** The overtaken interaction of a session, sent so long after the start of the sample. */
  private Evidence withFirstSent(long afterMs) {
    return clean.with(
        with(
            shop.interactions().stream()
                .map(
                    interaction ->
                        interaction.id().equals("1/0")
                            ? new Interaction(
                                interaction.place(),
                                SampleShop.FIRST + afterMs,
                                interaction.id(),
                                interaction.session(),
                                interaction.item(),
                                interaction.kind(),
                                interaction.eventTime(),
                                null,
                                null)
                            : interaction)
                .toList(),
            shop.recommendations(),
            shop.outcomes()));
  }

  private Evidence withRefusal(Interaction lost, String reason) {
    List<Interaction> interactions = new ArrayList<>(shop.interactions());
    interactions.add(lost);
    return clean.with(
        new Shop(
            interactions,
            shop.recommendations(),
            shop.outcomes(),
            shop.recommendationRows(),
            shop.outcomeRows(),
            Set.of(
                new Shop.Refusal("late", "interaction-late"),
                new Shop.Refusal(lost.id(), reason))));
  }

  private static Interaction view(int session, int number, long sentAt) {
    return new Interaction(
        new Place(Topics.INTERACTIONS, session, number),
        sentAt,
        session + "/" + number,
        "session-" + session,
        "x",
        "VIEW",
        sentAt,
        null,
        null);
  }

  private static Recommendation answer(Interaction to) {
    return new Recommendation(
        new Place(Topics.RECOMMENDATIONS, to.place().partition(), to.place().offset()),
        to.sentAt() + 10,
        to.session(),
        to.eventTime(),
        to.id(),
        to.eventTime(),
        null,
        to.place(),
        List.of(),
        "baseline",
        "neighbours-1");
  }

  private Recommendation recommendation(String session, int number) {
    return shop.recommendations().stream()
        .filter(recommendation -> recommendation.session().equals(session))
        .toList()
        .get(number);
  }

  private Evidence plusOutcome(Interaction of, String item) {
    Outcome outcome =
        new Outcome(
            new Place(Topics.OUTCOMES, 0, 20),
            of.id(),
            of.session(),
            of.recommendation(),
            of.slot(),
            item,
            null,
            of.kind(),
            of.eventTime(),
            "baseline",
            of.place());
    List<Interaction> interactions = new ArrayList<>(shop.interactions());
    interactions.add(of);
    List<Outcome> outcomes = new ArrayList<>(shop.outcomes());
    outcomes.add(outcome);
    Map<String, Outcome> rows = new HashMap<>(shop.outcomeRows());
    rows.put(of.id(), outcome);
    return clean.with(
        new Shop(
            interactions,
            shop.recommendations(),
            outcomes,
            shop.recommendationRows(),
            rows,
            shop.refusals()));
  }

  private Evidence plusCopy(Recommendation of, UnaryOperator<Recommendation> change) {
    Recommendation copy =
        new Recommendation(
            new Place(Topics.RECOMMENDATIONS, of.place().partition(), 1_000),
            of.madeAt(),
            of.session(),
            of.version(),
            of.interaction(),
            of.eventTime(),
            of.customer(),
            of.source(),
            of.items(),
            of.variant(),
            of.model());
    List<Recommendation> recommendations = new ArrayList<>(shop.recommendations());
    recommendations.add(change.apply(copy));
    return clean.with(with(shop.interactions(), recommendations, shop.outcomes()));
  }

  private Shop with(
      List<Interaction> interactions,
      List<Recommendation> recommendations,
      List<Outcome> outcomes) {
    return new Shop(
        interactions,
        recommendations,
        outcomes,
        shop.recommendationRows(),
        shop.outcomeRows(),
        shop.refusals());
  }

  private Evidence answers(List<Recommendation> left, Map<String, Recommendation> rows) {
    return clean.with(
        new Shop(
            shop.interactions(), left, shop.outcomes(), rows, shop.outcomeRows(), shop.refusals()));
  }
}
