package dev.millrace.audit;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The invariants of recommendations, each a function of the evidence. */
final class ShopInvariants {
  private static final long SETTLING_MARGIN = Duration.ofSeconds(30).toMillis();

  private final Evidence evidence;
  private final Shop shop;

  /** By {@link Recommendation#id()}: the copy on the topic that counts, which is the first. */
  private final Map<String, Recommendation> firstCopies = new LinkedHashMap<>();

  /** By interaction. */
  private final Map<String, Outcome> firstOutcomes = new LinkedHashMap<>();

  /** Ids of interactions that were refused after they had been looked at for duplicates. */
  private final Set<String> takenIds;

  ShopInvariants(Evidence evidence) {
    this.evidence = evidence;
    this.shop = evidence.shop();
    this.takenIds =
        shop.refusals().stream()
            .filter(Shop.Refusal::isAfterDuplicates)
            .map(Shop.Refusal::id)
            .collect(Collectors.toSet());
    for (Recommendation recommendation : shop.recommendations()) {
      firstCopies.merge(
          recommendation.id(),
          recommendation,
          (kept, next) -> next.place().offset() < kept.place().offset() ? next : kept);
    }
    for (Outcome outcome : shop.outcomes()) {
      firstOutcomes.merge(
          outcome.id(),
          outcome,
          (kept, next) -> next.place().offset() < kept.place().offset() ? next : kept);
    }
  }

  /** Every invariant in its order. */
  List<Finding> check() {
    List<Finding> findings =
        List.of(
            everyInteractionOnce(),
            oneEffectPerInteraction(),
            sameContent(),
            goneIsGone(),
            noOutputWithoutInput());
    if (shop.interactions().isEmpty() && shop.recommendations().isEmpty()) {
      findings.forEach(finding -> finding.skip("no interactions on " + Topics.INTERACTIONS));
    }
    return findings;
  }

  private Finding everyInteractionOnce() {
    Finding finding =
        new Finding(
            "R1",
            "every interaction is answered, overtaken, a duplicate, or a dead letter; every output a row");
    Set<Place> answered = new HashSet<>();
    Set<String> answeredIds = new HashSet<>();
    Stream.concat(
            shop.recommendations().stream(),
            Invariants.rowsOf(Topics.RECOMMENDATIONS, evidence, shop.recommendationRows()))
        .forEach(
            recommendation -> {
              answered.add(recommendation.source());
              answeredIds.add(recommendation.interaction());
            });
    // A row per session stands for the last answer: of those before it only Kafka knew.
    Set<Place> withoutAnswer = new HashSet<>();
    Set<Place> withoutOutcome = new HashSet<>();
    Predicate<Interaction> overtaking = overtaking(answered);
    long overtaken = 0;
    long duplicates = 0;
    long unanswered = 0;
    Set<Place> refused = Invariants.refusedBy(Evidence.RECOMMENDING, evidence);
    for (Interaction interaction : shop.interactions()) {
      if (refused.contains(interaction.place())) {
        continue;
      }
      boolean isDuplicate = isDuplicate(interaction, answered, answeredIds);
      if (isDuplicate) {
        duplicates++;
      } else if (!interaction.needsAnswer()) {
        unanswered++;
      } else if (!answered.contains(interaction.place())) {
        if (overtaking.test(interaction)) {
          overtaken++;
        } else if (evidence.cut().mayLack(Topics.RECOMMENDATIONS, interaction.sentAt())) {
          withoutAnswer.add(interaction.place());
        } else {
          finding.breach("lost: %s (%s)".formatted(interaction.id(), interaction.place()));
        }
      }
      if (interaction.recommendation() != null && !isDuplicate && outcomeOf(interaction) == null) {
        if (evidence.cut().mayLack(Topics.OUTCOMES, interaction.sentAt())) {
          withoutOutcome.add(interaction.place());
        } else {
          finding.breach("no outcome: %s (%s)".formatted(interaction.id(), interaction.place()));
        }
      }
    }
    for (Place place : refused) {
      if (answered.contains(place)) {
        finding.breach("answered and refused: " + place);
      }
    }
    missingRows(finding);
    Set<Place> unknown = new HashSet<>(withoutAnswer);
    unknown.addAll(withoutOutcome);
    finding.checked(
        shop.interactions().size()
            - unknown.size()
            + refused.size()
            + shop.recommendations().size()
            + shop.outcomes().size());
    finding.note(
        "%,d interactions, of them %,d duplicates, %,d overtaken, %,d that need no answer; %,d refused"
            .formatted(
                shop.interactions().size(), duplicates, overtaken, unanswered, refused.size()));
    if (!withoutAnswer.isEmpty()) {
      finding.note(
          Invariants.unanswered(withoutAnswer.size(), "interactions", Topics.RECOMMENDATIONS));
    }
    if (!withoutOutcome.isEmpty()) {
      finding.note(
          Invariants.unanswered(withoutOutcome.size(), "interactions' outcomes", Topics.OUTCOMES));
    }
    if (evidence.cut().contains(Topics.INTERACTIONS)) {
      finding.note(Invariants.incomplete(Topics.INTERACTIONS, "lost ones among them"));
    }
    return finding;
  }

  /** What came of an interaction; its row, where Kafka has deleted outcomes. */
  private Outcome outcomeOf(Interaction interaction) {
    Outcome outcome = firstOutcomes.get(interaction.id());
    return outcome == null && evidence.cut().contains(Topics.OUTCOMES)
        ? shop.outcomeRows().get(interaction.id())
        : outcome;
  }

  /** Whether another interaction under the same id had its effect. */
  private boolean isDuplicate(
      Interaction interaction, Set<Place> answered, Set<String> answeredIds) {
    if (answered.contains(interaction.place())) {
      return false;
    }
    Outcome outcome = outcomeOf(interaction);
    return takenIds.contains(interaction.id())
        || answeredIds.contains(interaction.id())
        || (outcome != null && !outcome.source().equals(interaction.place()));
  }

  /**
   * Whether a later interaction of the session was answered in its stead: of two that the session
   * made at once the later one may be answered first, and then alone. At once is within the longest
   * time that an answer took; what was answered hours later excuses nothing.
   */
  private Predicate<Interaction> overtaking(Set<Place> answered) {
    Map<Place, Long> sentAt = new HashMap<>();
    Map<String, NavigableMap<Long, Long>> sessions = new HashMap<>();
    for (Interaction interaction : shop.interactions()) {
      if (answered.contains(interaction.place())) {
        sentAt.put(interaction.place(), interaction.sentAt());
        sessions
            .computeIfAbsent(line(interaction), line -> new TreeMap<>())
            .put(interaction.place().offset(), interaction.sentAt());
      }
    }
    long longestWait = 0;
    for (Recommendation recommendation : shop.recommendations()) {
      long sent = sentAt.getOrDefault(recommendation.source(), recommendation.madeAt());
      longestWait = Math.max(longestWait, recommendation.madeAt() - sent);
    }
    long settling = longestWait + SETTLING_MARGIN;
    NavigableMap<Long, Long> none = Collections.emptyNavigableMap();
    return interaction ->
        sessions
            .getOrDefault(line(interaction), none)
            .tailMap(interaction.place().offset(), false)
            .values()
            .stream()
            .anyMatch(later -> later - interaction.sentAt() <= settling);
  }

  /** A session and the partition that it is in: within these two offsets tell what is later. */
  private static String line(Interaction interaction) {
    return interaction.place().partition() + "/" + interaction.session();
  }

  /** Breaches for every output that has no row, or an older one. */
  void missingRows(Finding finding) {
    Set<Place> unwritten = Invariants.refusedBy(Evidence.WRITER, evidence);
    newest(unwritten)
        .forEach(
            (session, newest) -> {
              Recommendation row = shop.recommendationRows().get(session);
              if (row == null) {
                finding.breach("recommended but no row: " + newest.id());
              } else if (row.version() < newest.version()) {
                finding.breach(
                    "the row is older than %s: version %d".formatted(newest.id(), row.version()));
              }
            });
    firstOutcomes.forEach(
        (id, outcome) -> {
          if (!shop.outcomeRows().containsKey(id) && !unwritten.contains(outcome.place())) {
            finding.breach("outcome but no row: " + id);
          }
        });
  }

  /** The recommendation of each session that its row should hold. */
  private Map<String, Recommendation> newest(Set<Place> unwritten) {
    Map<String, Recommendation> newest = new TreeMap<>();
    firstCopies
        .values()
        .forEach(
            recommendation -> {
              if (!unwritten.contains(recommendation.place())) {
                newest.merge(
                    recommendation.session(),
                    recommendation,
                    (one, other) -> one.version() < other.version() ? other : one);
              }
            });
    return newest;
  }

  private Finding oneEffectPerInteraction() {
    Finding finding = new Finding("R2", "one answer and one outcome per interaction");
    oneAnswerPerInteraction(finding);
    for (Outcome outcome : shop.outcomes()) {
      Place before = firstOutcomes.get(outcome.id()).source();
      if (!before.equals(outcome.source())) {
        finding.breach(
            "two outcomes: %s of %s and %s".formatted(outcome.id(), before, outcome.source()));
      }
    }
    finding.checked(shop.recommendations().size() + shop.outcomes().size());
    finding.note(
        "%,d recommendations on the topic, %,d different ones"
            .formatted(shop.recommendations().size(), firstCopies.size()));
    return finding;
  }

  /** A copy has source and version of the first answer: readers take another version for news. */
  private void oneAnswerPerInteraction(Finding finding) {
    Map<String, Recommendation> answers = new HashMap<>();
    for (Recommendation answer : shop.recommendations()) {
      Recommendation before =
          answers.putIfAbsent(answer.session() + "/" + answer.interaction(), answer);
      if (before == null) {
        continue;
      }
      if (!before.source().equals(answer.source())) {
        finding.breach(
            "two answers: %s to %s and %s"
                .formatted(answer.interaction(), before.source(), answer.source()));
      } else if (before.version() != answer.version()) {
        finding.breach(
            "two answers: %s as %s and %s"
                .formatted(answer.interaction(), before.id(), answer.id()));
      }
    }
  }

  private Finding sameContent() {
    Finding finding =
        new Finding("R3", "same version, same interaction; the row is the newest's first copy");
    long copies = 0;
    long changed = 0;
    for (Recommendation recommendation : shop.recommendations()) {
      Recommendation original = firstCopies.get(recommendation.id());
      if (original.place().equals(recommendation.place())) {
        continue;
      }
      copies++;
      if (!original.sameWithinPartition(recommendation)) {
        finding.breach(
            "another content: %s at %s".formatted(recommendation.id(), recommendation.place()));
      } else if (!original.sameContent(recommendation)) {
        changed++;
      }
    }
    shop.recommendationRows()
        .forEach(
            (session, row) -> {
              Recommendation original = firstCopies.get(row.id());
              // Where the first copy may be gone, the row may differ from one that was made again.
              if (original != null
                  && !(evidence.cut().contains(Topics.RECOMMENDATIONS)
                      ? original.sameWithinPartition(row)
                      : original.sameContent(row))) {
                finding.breach("row differs from the first copy: " + row.id());
              }
            });
    for (Outcome outcome : shop.outcomes()) {
      if (!firstOutcomes.get(outcome.id()).sameContent(outcome)) {
        finding.breach("another outcome: %s at %s".formatted(outcome.id(), outcome.place()));
      }
    }
    shop.outcomeRows()
        .forEach(
            (id, row) -> {
              Outcome original = firstOutcomes.get(id);
              if (original != null && !original.sameContent(row)) {
                finding.breach("row differs from the first copy: " + id);
              }
            });
    finding.checked(
        copies + shop.recommendationRows().size() + firstOutcomes.size() + firstCopies.size());
    finding.note(
        "%,d copies; %,d were made again with other items, the first counts"
            .formatted(copies, changed));
    if (evidence.cut().contains(Topics.RECOMMENDATIONS)) {
      finding.note(
          Invariants.incomplete(Topics.RECOMMENDATIONS, "rows that are not the first copy"));
    }
    return finding;
  }

  private Finding goneIsGone() {
    Finding finding =
        new Finding("R4", "what is bought or hidden is not recommended again in its session");
    Map<String, Map<String, Place>> goneBySession = new HashMap<>();
    for (Interaction interaction : shop.interactions()) {
      if (interaction.isFinal()) {
        goneBySession
            .computeIfAbsent(interaction.session(), session -> new HashMap<>())
            .merge(
                interaction.item(),
                interaction.place(),
                (one, other) -> other.offset() < one.offset() ? other : one);
      }
    }
    for (Recommendation recommendation : shop.recommendations()) {
      goneBySession
          .getOrDefault(recommendation.session(), Map.of())
          .forEach(
              (item, place) -> {
                boolean isLater = recommendation.source().offset() >= place.offset();
                if (isLater && recommendation.shows(item)) {
                  finding.breach(
                      "%s shows %s, gone since %s".formatted(recommendation.id(), item, place));
                }
              });
      finding.checked(1);
    }
    finding.note(
        "%,d items bought or hidden"
            .formatted(goneBySession.values().stream().mapToLong(Map::size).sum()));
    return finding;
  }

  private Finding noOutputWithoutInput() {
    Finding finding =
        new Finding(
            "R6",
            "no recommendation without its interaction, no outcome without its recommendation");
    Map<Place, Interaction> inputs =
        shop.interactions().stream()
            .collect(Collectors.toMap(Interaction::place, interaction -> interaction));
    boolean complete = !evidence.cut().contains(Topics.INTERACTIONS);
    for (Recommendation recommendation : shop.recommendations()) {
      Interaction input = inputs.get(recommendation.source());
      if (input == null
          ? complete
          : !input.id().equals(recommendation.interaction())
              || !input.session().equals(recommendation.session())
              || input.eventTime() != recommendation.eventTime()) {
        finding.breach(
            "phantom: %s claims %s at %s"
                .formatted(
                    recommendation.id(), recommendation.interaction(), recommendation.source()));
      }
    }
    Map<String, List<Recommendation>> copies =
        shop.recommendations().stream().collect(Collectors.groupingBy(Recommendation::id));
    for (Outcome outcome : shop.outcomes()) {
      Interaction input = inputs.get(outcome.source());
      if (input == null ? complete : !isOf(outcome, input)) {
        finding.breach("phantom outcome: %s claims %s".formatted(outcome.id(), outcome.source()));
      }
      // A shopper may have seen any copy.
      boolean wasShown =
          copies.getOrDefault(outcome.session() + "/" + outcome.version(), List.of()).stream()
              .anyMatch(
                  shown ->
                      outcome.slot() == null
                          ? shown.shows(outcome.item())
                          : shown.shows(outcome.item(), outcome.slot()));
      if (!wasShown && !evidence.cut().contains(Topics.RECOMMENDATIONS)) {
        finding.breach(
            "outcome of nothing recommended: %s in %s/%d"
                .formatted(outcome.id(), outcome.session(), outcome.version()));
      }
    }
    if (!evidence.cut().contains(Topics.RECOMMENDATIONS)) {
      shop.recommendationRows().values().stream()
          .filter(row -> !firstCopies.containsKey(row.id()))
          .forEach(row -> finding.breach("row without a recommendation: " + row.id()));
    }
    if (!evidence.cut().contains(Topics.OUTCOMES)) {
      shop.outcomeRows().keySet().stream()
          .filter(id -> !firstOutcomes.containsKey(id))
          .forEach(id -> finding.breach("row without an outcome: " + id));
    }
    finding.checked(
        shop.recommendations().size()
            + shop.outcomes().size()
            + shop.recommendationRows().size()
            + shop.outcomeRows().size());
    return finding;
  }

  private static boolean isOf(Outcome outcome, Interaction input) {
    return input.id().equals(outcome.id())
        && input.session().equals(outcome.session())
        && input.item().equals(outcome.item())
        && input.kind().equals(outcome.kind())
        && input.eventTime() == outcome.eventTime()
        && input.recommendation() != null
        && input.recommendation() == outcome.version();
  }
}
