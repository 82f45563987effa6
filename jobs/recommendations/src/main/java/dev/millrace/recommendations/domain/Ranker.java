package dev.millrace.recommendations.domain;

import dev.millrace.shop.RecommendationReason;
import dev.millrace.shop.RecommendedItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Ranks what the subjects of a session say.
 *
 * <p>A candidate's score is the sum, over the session's newest items, of the item's position weight
 * times how strongly the candidate belongs to it, divided by a small power of the candidate's
 * popularity. Items that the session has seen also get what the shop's {@link Habits} say about
 * going back. Places that are left over go to what trends in the category, then in the shop.
 */
public final class Ranker {

  /** Names the ranking in every recommendation; changes with what the same state would answer. */
  public static final String VERSION = "neighbours-1";

  /** What a click on the same item again is worth, for each that habit expects. */
  private static final double SAME_WEIGHT = 12;

  /** What going back one item is worth, for each that habit expects. */
  private static final double BACK_WEIGHT = 6;

  /** The same for each item further back. */
  private static final double BACK_DECAY = 0.8;

  /** What an item of a customer's earlier sessions is worth, relative to the best candidate. */
  private static final double EARLIER_SESSIONS_WEIGHT = 0.5;

  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparingDouble((Candidate candidate) -> -candidate.score)
          .thenComparing(candidate -> candidate.item);

  private final Popularity popularity;
  private final Habits habits;

  public Ranker(Popularity popularity, Habits habits) {
    this.popularity = popularity;
    this.habits = habits;
  }

  /**
   * The items to show, best first.
   *
   * @param evidence what the subjects of the session say
   * @param soldOut whether an item cannot be bought at the moment
   */
  public List<RecommendedItem> rank(
      Moment moment, List<Evidence> evidence, RankingSettings settings, Predicate<String> soldOut) {
    Map<String, Candidate> candidates = neighbours(evidence, settings);
    double best =
        candidates.values().stream().mapToDouble(candidate -> candidate.score).max().orElse(0);
    remind(candidates, moment, evidence, best > 0 ? bestNew(candidates, moment, best) : 1);

    Set<String> gone = new HashSet<>(List.of(moment.excluded()));
    evidence.forEach(subject -> gone.addAll(List.of(subject.gone())));
    if (!settings.seen()) {
      gone.addAll(List.of(moment.seen()));
    }
    Predicate<Candidate> showable =
        candidate -> !gone.contains(candidate.item) && !soldOut.test(candidate.item);

    Shelf shelf = new Shelf(settings);
    List<Candidate> ranked =
        candidates.values().stream().filter(showable).sorted(BEST_FIRST).toList();
    int explored = (int) Math.round(settings.explorationShare() * RankingSettings.PLACES);
    shelf.fill(ranked, RankingSettings.PLACES - explored);
    shelf.fill(littleKnown(ranked, shelf), RankingSettings.PLACES);
    shelf.fill(ranked, RankingSettings.PLACES);
    // What the session has seen comes back by habit, not by fashion.
    Set<String> seen = Set.of(moment.seen());
    Predicate<Candidate> unseen = showable.and(candidate -> !seen.contains(candidate.item));
    trends(shelf, evidence, SubjectKind.CATEGORY, unseen);
    trends(shelf, evidence, SubjectKind.SHOP, unseen);
    return shelf.items();
  }

  private Map<String, Candidate> neighbours(List<Evidence> evidence, RankingSettings settings) {
    Map<String, Candidate> candidates = new HashMap<>();
    for (Evidence item : evidence) {
      if (item.kind() != SubjectKind.ITEM) {
        continue;
      }
      double factor =
          item.weight() / Math.pow(Math.max(1, item.visits()), settings.visitsExponent());
      Lessons of = item.neighbours();
      for (int i = 0; i < of.items().length; i++) {
        int group = of.groups()[i];
        candidates
            .computeIfAbsent(of.items()[i], name -> new Candidate(name, group))
            .add(of.weights()[i] * factor, RecommendationReason.VIEWED_TOGETHER, item.subject());
      }
    }
    if (settings.popularityExponent() > 0) {
      candidates
          .values()
          .forEach(
              candidate ->
                  candidate.scale(
                      Math.pow(popularity.of(candidate.item), -settings.popularityExponent())));
    }
    return candidates;
  }

  /** The best score of an item that the session has not seen; reminders are measured by it. */
  private static double bestNew(Map<String, Candidate> candidates, Moment moment, double best) {
    Set<String> seen = Set.of(moment.seen());
    return candidates.values().stream()
        .filter(candidate -> !seen.contains(candidate.item))
        .mapToDouble(candidate -> candidate.score)
        .max()
        .orElse(best);
  }

  private void remind(
      Map<String, Candidate> candidates, Moment moment, List<Evidence> evidence, double best) {
    String[] seen = moment.seen();
    for (int steps = 0; steps < seen.length; steps++) {
      double weight =
          steps == 0
              ? SAME_WEIGHT * habits.samePerFresh()
              : BACK_WEIGHT * habits.backPerFresh() * Math.pow(BACK_DECAY, steps - 1);
      remind(candidates, seen[steps], moment.seenGroups()[steps], weight * best);
    }
    for (Evidence customer : evidence) {
      if (customer.kind() == SubjectKind.CUSTOMER) {
        Lessons earlier = customer.neighbours();
        double strongest = strongest(earlier);
        double weight = EARLIER_SESSIONS_WEIGHT * best / strongest;
        Set<String> now = Set.of(seen);
        for (int i = 0; i < earlier.items().length; i++) {
          if (!now.contains(earlier.items()[i])) {
            remind(
                candidates, earlier.items()[i], earlier.groups()[i], weight * earlier.weights()[i]);
          }
        }
      }
    }
  }

  private static void remind(
      Map<String, Candidate> candidates, String item, int group, double weight) {
    if (weight > 0) {
      candidates
          .computeIfAbsent(item, name -> new Candidate(name, group))
          .add(weight, RecommendationReason.SEEN_BEFORE, null);
    }
  }

  private List<Candidate> littleKnown(List<Candidate> ranked, Shelf shelf) {
    return ranked.stream()
        .filter(candidate -> !shelf.holds(candidate.item))
        .filter(candidate -> candidate.reason == RecommendationReason.VIEWED_TOGETHER)
        .sorted(
            Comparator.comparingDouble((Candidate candidate) -> popularity.of(candidate.item))
                .thenComparing(BEST_FIRST))
        .limit(RankingSettings.PLACES)
        .map(Ranker::explored)
        .toList();
  }

  private static Candidate explored(Candidate candidate) {
    Candidate explored = new Candidate(candidate.item, candidate.group);
    explored.add(candidate.score, RecommendationReason.EXPLORATION, candidate.because);
    return explored;
  }

  /** Fills what is left with trending items, each below everything that was ranked. */
  private static void trends(
      Shelf shelf, List<Evidence> evidence, SubjectKind kind, Predicate<Candidate> showable) {
    if (shelf.isFull()) {
      return;
    }
    double lowest = shelf.lowestScore();
    RecommendationReason reason =
        kind == SubjectKind.CATEGORY
            ? RecommendationReason.TRENDING_IN_CATEGORY
            : RecommendationReason.TRENDING;
    for (Evidence trend : evidence) {
      if (trend.kind() == kind) {
        double strongest = strongest(trend.neighbours());
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < trend.neighbours().items().length; i++) {
          Candidate candidate =
              new Candidate(trend.neighbours().items()[i], trend.neighbours().groups()[i]);
          candidate.add(
              lowest * trend.neighbours().weights()[i] / (2 * strongest),
              reason,
              kind == SubjectKind.CATEGORY ? trend.subject() : null);
          candidates.add(candidate);
        }
        shelf.fill(
            candidates.stream().filter(showable).sorted(BEST_FIRST).toList(),
            RankingSettings.PLACES);
      }
    }
  }

  private static double strongest(Lessons lessons) {
    double strongest = Float.MIN_NORMAL;
    for (float weight : lessons.weights()) {
      strongest = Math.max(strongest, weight);
    }
    return strongest;
  }

  /** The places of a recommendation, filled in order; holds the caps. */
  private static final class Shelf {
    private final RankingSettings settings;
    private final Map<String, Candidate> placed = new LinkedHashMap<>();
    private final Map<Integer, Integer> perCategory = new HashMap<>();
    private final Map<Integer, Integer> perBrand = new HashMap<>();

    Shelf(RankingSettings settings) {
      this.settings = settings;
    }

    void fill(List<Candidate> ranked, int places) {
      for (Candidate candidate : ranked) {
        if (placed.size() >= places) {
          return;
        }
        if (!placed.containsKey(candidate.item) && fits(candidate)) {
          perCategory.merge(Group.category(candidate.group), 1, Integer::sum);
          perBrand.merge(Group.brand(candidate.group), 1, Integer::sum);
          placed.put(candidate.item, candidate);
        }
      }
    }

    private boolean fits(Candidate candidate) {
      return isBelow(settings.maxPerCategory(), perCategory, Group.category(candidate.group))
          && isBelow(settings.maxPerBrand(), perBrand, Group.brand(candidate.group));
    }

    private static boolean isBelow(int cap, Map<Integer, Integer> counts, int half) {
      return cap == 0 || half == 0 || counts.getOrDefault(half, 0) < cap;
    }

    boolean holds(String item) {
      return placed.containsKey(item);
    }

    boolean isFull() {
      return placed.size() >= RankingSettings.PLACES;
    }

    double lowestScore() {
      return placed.values().stream().mapToDouble(candidate -> candidate.score).min().orElse(1);
    }

    List<RecommendedItem> items() {
      return placed.values().stream().sorted(BEST_FIRST).map(Shelf::item).toList();
    }

    private static RecommendedItem item(Candidate candidate) {
      return RecommendedItem.newBuilder()
          .setItemId(candidate.item)
          .setScore(candidate.score)
          .setReason(candidate.reason)
          .setBecause(candidate.because)
          .build();
    }
  }
}
