package dev.millrace.recommendations.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.shop.RecommendationReason;
import dev.millrace.shop.RecommendedItem;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankerTest {
  private static final RankingSettings PLAIN = new RankingSettings(6, 0.5, 0, 0, true, 0, 0, 0);

  private static final String[] NOTHING = {};

  private final Popularity popularity = new Popularity();
  private Habits habits = Habits.NONE;

  @Test
  void addsUpWhatTheItemsSay() {
    List<RecommendedItem> items =
        rank(
            moment(new String[] {"x", "y"}),
            PLAIN,
            evidence("x", 1, "a", 1, "b", 3),
            evidence("y", 0.5f, "a", 5));

    assertThat(items).extracting(RecommendedItem::getItemId).containsExactly("a", "b");
    assertThat(items.get(0).getScore()).isEqualTo(3.5);
    assertThat(items.get(0).getReason()).isEqualTo(RecommendationReason.VIEWED_TOGETHER);
    assertThat(items.get(0).getBecause()).isEqualTo("y");
    assertThat(items.get(1).getBecause()).isEqualTo("x");
  }

  @Test
  void boughtHiddenAndSoldOutItemsAreGone() {
    Moment moment = moment(new String[] {"x"}, "a");

    List<RecommendedItem> items =
        new Ranker(popularity, habits)
            .rank(
                moment,
                List.of(evidence("x", 1, "a", 1, "b", 2, "c", 3)),
                PLAIN,
                item -> item.equals("c"));

    assertThat(items).extracting(RecommendedItem::getItemId).containsExactly("b");
  }

  @Test
  void seenItemsComeBackAsFarAsHabitSays() {
    habits = new Habits(0, 90, 10);

    List<RecommendedItem> items =
        rank(moment(new String[] {"x", "y"}), PLAIN, evidence("x", 1, "a", 1));

    assertThat(items).extracting(RecommendedItem::getItemId).containsExactly("y", "a");
    assertThat(items.get(0).getReason()).isEqualTo(RecommendationReason.SEEN_BEFORE);
  }

  @Test
  void seenItemsAreLeftOutIfSoSet() {
    habits = new Habits(0, 90, 10);
    RankingSettings settings = new RankingSettings(6, 0.5, 0, 0, false, 0, 0, 0);

    assertThat(rank(moment(new String[] {"x", "y"}), settings, evidence("x", 1, "a", 1, "y", 9)))
        .extracting(RecommendedItem::getItemId)
        .containsExactly("a");
  }

  @Test
  void popularItemsCountLess() {
    for (int i = 0; i < 100; i++) {
      popularity.visited("a");
    }

    RankingSettings settings = new RankingSettings(6, 0.5, 0, 0.5, true, 0, 0, 0);
    assertThat(rank(moment(new String[] {"x"}), settings, evidence("x", 1, "a", 5, "b", 1)))
        .extracting(RecommendedItem::getItemId)
        .containsExactly("b", "a");
  }

  @Test
  void fillsWithWhatTrends() {
    List<RecommendedItem> items =
        rank(
            moment(new String[] {"x"}),
            PLAIN,
            evidence("x", 1, "a", 1),
            new Evidence(SubjectKind.SHOP, "", 1, 0, lessons("s", 9, "a", 9), NOTHING),
            new Evidence(SubjectKind.CATEGORY, "kettles", 1, 0, lessons("k", 2, "l", 1), NOTHING));

    assertThat(items).extracting(RecommendedItem::getItemId).containsExactly("a", "k", "l", "s");
    assertThat(items)
        .extracting(RecommendedItem::getReason)
        .containsExactly(
            RecommendationReason.VIEWED_TOGETHER,
            RecommendationReason.TRENDING_IN_CATEGORY,
            RecommendationReason.TRENDING_IN_CATEGORY,
            RecommendationReason.TRENDING);
    assertThat(items.get(1).getBecause()).isEqualTo("kettles");
    assertThat(items.get(3).getBecause()).isNull();
  }

  @Test
  void aStrangerGetsWhatTrends() {
    assertThat(
            rank(
                moment(new String[] {"new"}),
                PLAIN,
                new Evidence(
                    SubjectKind.SHOP, "", 1, 0, lessons("s", 9, "new", 8, "t", 3), NOTHING)))
        .extracting(RecommendedItem::getItemId)
        .containsExactly("s", "t");
  }

  @Test
  void holdsTheCapsOnCategoryAndBrand() {
    int kettle = Group.of("kettles", "Boileau");
    int toaster = Group.of("toasters", "Boileau");
    int mug = Group.of("mugs", null);
    Evidence evidence =
        new Evidence(
            SubjectKind.ITEM,
            "x",
            1,
            0,
            new Lessons(
                new String[] {"k1", "k2", "t1", "m1", "m2"},
                new float[] {5, 4, 3, 2, 1},
                new int[] {kettle, kettle, toaster, mug, mug}),
            NOTHING);

    assertThat(
            rank(
                moment(new String[] {"x"}),
                new RankingSettings(6, 0.5, 0, 0, true, 1, 0, 0),
                evidence))
        .extracting(RecommendedItem::getItemId)
        .containsExactly("k1", "t1", "m1");
    assertThat(
            rank(
                moment(new String[] {"x"}),
                new RankingSettings(6, 0.5, 0, 0, true, 0, 1, 0),
                evidence))
        .extracting(RecommendedItem::getItemId)
        .containsExactly("k1", "m1", "m2");
  }

  @Test
  void givesItsShareOfPlacesToLittleKnownItems() {
    Object[] candidates = new Object[80];
    for (int i = 0; i < 40; i++) {
      candidates[2 * i] = "i" + i;
      candidates[2 * i + 1] = 100 - i;
      for (int visit = i; visit < 40; visit++) {
        popularity.visited("i" + i);
      }
    }

    List<RecommendedItem> items =
        rank(
            moment(new String[] {"x"}),
            new RankingSettings(6, 0.5, 0, 0, true, 0, 0, 0.1),
            evidence("x", 1, candidates));

    assertThat(items).hasSize(RankingSettings.PLACES);
    assertThat(items)
        .filteredOn(item -> item.getReason() == RecommendationReason.EXPLORATION)
        .extracting(RecommendedItem::getItemId)
        .containsExactly("i38", "i39");
  }

  @Test
  void earlierSessionsOfACustomerCount() {
    assertThat(
            rank(
                moment(new String[] {"x"}),
                PLAIN,
                evidence("x", 1, "a", 10),
                new Evidence(
                    SubjectKind.CUSTOMER, "c", 1, 0, lessons("e", 4, "f", 2, "x", 4), NOTHING)))
        .extracting(RecommendedItem::getItemId)
        .containsExactly("a", "e", "f");
  }

  @Test
  void whatACustomerBoughtOrHidEarlierIsGone() {
    assertThat(
            rank(
                moment(new String[] {"x"}),
                PLAIN,
                evidence("x", 1, "a", 10, "b", 5),
                new Evidence(SubjectKind.CUSTOMER, "c", 1, 0, lessons("e", 4), new String[] {"a"})))
        .extracting(RecommendedItem::getItemId)
        .containsExactly("b", "e");
  }

  @Test
  void seenItemsCountInTheCaps() {
    habits = new Habits(0, 90, 10);
    int kettle = Group.of("kettles", null);
    Moment moment =
        new Moment(
            "s",
            1,
            "s/1",
            0,
            null,
            "baseline",
            new String[] {"x", "y", "z"},
            new int[] {kettle, kettle, kettle},
            NOTHING,
            Reclick.NEW,
            true,
            null);

    assertThat(
            rank(
                moment, new RankingSettings(6, 0.5, 0, 0, true, 1, 0, 0), evidence("x", 1, "a", 1)))
        .extracting(RecommendedItem::getItemId)
        .containsExactly("y", "a");
  }

  private List<RecommendedItem> rank(
      Moment moment, RankingSettings settings, Evidence... evidence) {
    return new Ranker(popularity, habits).rank(moment, List.of(evidence), settings, item -> false);
  }

  private static Moment moment(String[] seen, String... excluded) {
    return new Moment(
        "s",
        1,
        "s/1",
        0,
        null,
        "baseline",
        seen,
        new int[seen.length],
        excluded,
        Reclick.FIRST,
        true,
        null);
  }

  private static Evidence evidence(String item, float weight, Object... itemsAndWeights) {
    return new Evidence(SubjectKind.ITEM, item, weight, 4, lessons(itemsAndWeights), NOTHING);
  }

  private static Lessons lessons(Object... itemsAndWeights) {
    int size = itemsAndWeights.length / 2;
    Lessons lessons = new Lessons(new String[size], new float[size], new int[size]);
    for (int i = 0; i < size; i++) {
      lessons.items()[i] = (String) itemsAndWeights[2 * i];
      lessons.weights()[i] = ((Number) itemsAndWeights[2 * i + 1]).floatValue();
    }
    return lessons;
  }
}
