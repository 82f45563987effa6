package dev.millrace.recommendations.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionTest {
  private static final BotRule NO_BOTS = new BotRule(10, 0);

  @Test
  void putsAClickInItsPlaceByTimeThenPosition() {
    Session session =
        Session.EMPTY
            .with(click("a", 10, 0), NO_BOTS)
            .with(click("c", 30, 2), NO_BOTS)
            .with(click("b", 10, 1), NO_BOTS);

    assertThat(session.clicks()).extracting(Click::item).containsExactly("a", "b", "c");
    assertThat(session.groupsByItem().keySet()).containsExactly("c", "b", "a");
    assertThat(session.placeOf(click("b", 10, 1))).isEqualTo(1);
    assertThat(session.length()).isEqualTo(3);
  }

  @Test
  void keepsAsManyClicksAsItMay() {
    Session session = Session.EMPTY;
    for (int i = 0; i < 100; i++) {
      session = session.with(click("i" + i, 1_000L * i, 0), NO_BOTS);
    }

    assertThat(session.clicks()).hasSize(Session.MAX_CLICKS);
    assertThat(session.clicks()[0].item()).isEqualTo("i70");
    assertThat(session.length()).isEqualTo(100);
    assertThat(session.with(click("old", 0, 0), NO_BOTS)).isSameAs(session);
  }

  @Test
  void keepsAsManyExcludedItemsAsItMay() {
    Session session = Session.EMPTY;
    for (int i = 0; i <= Session.MAX_EXCLUDED; i++) {
      session = session.excluding("i" + i);
    }

    assertThat(session.excluded()).hasSize(Session.MAX_EXCLUDED).doesNotContain("i0");
    assertThat(session.excluding("i5").excluded()).hasSize(Session.MAX_EXCLUDED).endsWith("i5");
  }

  @Test
  void isLateBehindTheNewestOnly() {
    Session session = Session.EMPTY.answered(10_000, 10_000, "v").answered(5_000, 5_000, "v");

    assertThat(session.newest()).isEqualTo(10_000);
    assertThat(session.isLate(9_000, 1_000)).isFalse();
    assertThat(session.isLate(8_999, 1_000)).isTrue();
    assertThat(Session.EMPTY.isLate(0, 0)).isFalse();
  }

  @Test
  void theNewestIsNoNewerThanWhenItCame() {
    Session ahead = Session.EMPTY.answered(10_000, 7_000, "v");

    assertThat(ahead.newest()).isEqualTo(7_000);
    assertThat(ahead.version()).isEqualTo(10_000);
    assertThat(ahead.answered(8_000, 8_000, "v").newest()).isEqualTo(8_000);
  }

  @Test
  void versionsGrowWhateverTheTimesAndWhateverWasForgotten() {
    Session session =
        Session.EMPTY
            .answered(10_000, 10_000, "v")
            .answered(5_000, 5_000, "v")
            .answered(10_000, 10_000, "v");

    assertThat(session.version()).isEqualTo(10_002);
    assertThat(session.answered(20_000, 20_000, "v").version()).isEqualTo(20_000);
    // As after its state is gone.
    assertThat(Session.EMPTY.answered(90_000, 90_000, "v").version())
        .isGreaterThan(session.version());
    assertThat(Session.EMPTY.answered(-90_000, -90_000, "v").version()).isEqualTo(1);
  }

  @Test
  void staysTheCustomersItBecame() {
    assertThat(Session.EMPTY.of(null).customer()).isNull();
    assertThat(Session.EMPTY.of("c").of(null).customer()).isEqualTo("c");
  }

  @Test
  void knowsTheGroupsOfItsItems() {
    Session session =
        Session.EMPTY
            .with(new Click("a", 1, 0, 0, 1, true), NO_BOTS)
            .with(new Click("b", 2, 1, 0, 1, true), NO_BOTS)
            .with(new Click("a", 1, 2, 0, 1, true), NO_BOTS);

    assertThat(session.groupsByItem()).containsExactly(entry("a", 1), entry("b", 2));
    assertThat(session.holds("b")).isTrue();
    assertThat(session.holds("c")).isFalse();
  }

  @Test
  void takesBackWhatItHasTaught() {
    Learning learning = new Learning(5, 0.3, 0.4, 0.5, 0.1, 20);
    Session session = Session.EMPTY;
    Map<String, Neighbours> items = new HashMap<>();
    for (String item : List.of("a", "b", "a", "c")) {
      session = session.with(click(item, 1_000L * session.length(), 0), NO_BOTS);
      learn(Lesson.of(session, session.clicks().length - 1, learning), items);
    }
    learn(List.of(new Lesson("a", "d", 0, 1)), items);
    learn(Lesson.takingBack(session, learning), items);

    assertThat(items.get("a").items()).containsExactly("d");
    assertThat(items.get("b").items()).isEmpty();
    assertThat(items.get("c").items()).isEmpty();
  }

  @Test
  void whatSaysNothingTeachesNothing() {
    Session session =
        Session.EMPTY
            .with(click("a", 0, 0), NO_BOTS)
            .with(new Click("b", 0, 1_000, 0, 0, true), NO_BOTS);

    assertThat(Lesson.of(session, 1, new Learning(5, 1, 0, 0.5, 0.1, 20))).isEmpty();
  }

  private static void learn(List<Lesson> lessons, Map<String, Neighbours> items) {
    for (Lesson lesson : lessons) {
      items.merge(
          lesson.subject(),
          Neighbours.NONE.with(Lessons.of(List.of(lesson)), 20),
          (known, none) -> known.with(Lessons.of(List.of(lesson)), 20));
    }
  }

  @Test
  void tellsBotsFromPeopleByTheirPace() {
    BotRule rule = new BotRule(3, 1_000);
    Session slow =
        Session.EMPTY
            .with(click("a", 0, 0), rule)
            .with(click("b", 600, 0), rule)
            .with(click("c", 1_200, 0), rule);

    assertThat(slow.bot()).isFalse();
    assertThat(slow.with(click("d", 1_300, 0), rule).bot()).isTrue();
    // Once is enough.
    Session later = slow.with(click("d", 1_300, 0), rule).with(click("e", 99_000, 0), rule);
    assertThat(later.bot()).isTrue();
  }

  @Test
  void anOrderOfManyItemsIsNoBots() {
    BotRule rule = new BotRule(3, 1_000);
    Session session = Session.EMPTY.with(click("a", 0, 0), rule);
    for (int line = 0; line < 12; line++) {
      session = session.with(new Click("i" + line, 0, 100, line, 5, false), rule);
    }
    session = session.with(click("b", 200, 0), rule);

    assertThat(session.bot()).isFalse();
    // What was looked at meanwhile still counts.
    assertThat(session.with(click("c", 300, 0), rule).bot()).isTrue();
  }

  @Test
  void clicksOutOfOrderHideNoBot() {
    BotRule rule = new BotRule(3, 1_000);
    List<Click> fast = List.of(click("a", 0, 0), click("b", 500, 0), click("c", 1_000, 0));
    for (int late = 0; late < fast.size(); late++) {
      Session session = Session.EMPTY;
      for (Click click : fast) {
        session = click.equals(fast.get(late)) ? session : session.with(click, rule);
      }
      session = session.with(click("d", 5_000, 0), rule).with(click("e", 9_000, 0), rule);

      assertThat(session.bot()).isFalse();
      assertThat(session.with(fast.get(late), rule).bot()).isTrue();
    }
  }

  @Test
  void aFullSessionFindsABotAmongItsOldestToo() {
    BotRule rule = new BotRule(3, 1_000);
    Session session = Session.EMPTY;
    for (int i = 0; i < Session.MAX_CLICKS; i++) {
      session = session.with(click("i" + i, 900L * i, 0), rule);
    }

    assertThat(session.bot()).isFalse();
    // The oldest goes, so that the three are the first of those kept.
    assertThat(session.with(click("x", 1_000, 0), rule).bot()).isTrue();
    assertThat(session.with(click("x", -1, 0), rule).bot()).isFalse();
  }

  @Test
  void forgetsAHiddenItem() {
    Session session = Session.EMPTY.with(click("a", 0, 0), NO_BOTS).with(click("b", 1, 0), NO_BOTS);

    assertThat(session.forgetting("a").groupsByItem()).containsOnlyKeys("b");
  }

  @Test
  void knowsWhetherAClickGoesBack() {
    Session a = Session.EMPTY.with(click("a", 0, 0), NO_BOTS);
    Session ab = a.with(click("b", 1_000, 0), NO_BOTS);

    assertThat(Reclick.of(a, 0)).isEqualTo(Reclick.FIRST);
    assertThat(Reclick.of(ab, 1)).isEqualTo(Reclick.NEW);
    assertThat(Reclick.of(ab.with(click("b", 2_000, 0), NO_BOTS), 2)).isEqualTo(Reclick.SAME);
    assertThat(Reclick.of(ab.with(click("a", 2_000, 0), NO_BOTS), 2)).isEqualTo(Reclick.BACK);
  }

  @Test
  void aLateClickIsHeldAgainstThoseBeforeItsPlace() {
    Session session =
        Session.EMPTY
            .with(click("a", 0, 0), NO_BOTS)
            .with(click("b", 2_000, 0), NO_BOTS)
            .with(click("b", 1_000, 0), NO_BOTS);

    assertThat(Reclick.of(session, session.placeOf(click("b", 1_000, 0)))).isEqualTo(Reclick.NEW);
    // Too old for a session that is full.
    assertThat(Reclick.of(session, session.placeOf(click("b", -1, 0)))).isEqualTo(Reclick.FIRST);
  }

  @Test
  void pairsAClickWithThoseBeforeIt() {
    Session session =
        Session.EMPTY
            .with(click("a", 0, 0), NO_BOTS)
            .with(click("b", 1_000, 0), NO_BOTS)
            .with(click("c", 2_000, 0), NO_BOTS);

    List<Lesson> lessons = Lesson.of(session, 2, new Learning(5, 1, 0, 0.5, 0.1, 10));

    assertThat(lessons)
        .containsExactly(
            new Lesson("b", "c", 0, 1),
            new Lesson("c", "b", 0, 0.5f),
            new Lesson("a", "c", 0, 0.5f),
            new Lesson("c", "a", 0, 0.25f));
  }

  @Test
  void pairsALateClickWithThoseAfterItToo() {
    Session session =
        Session.EMPTY.with(click("a", 0, 0), NO_BOTS).with(click("c", 2_000, 0), NO_BOTS);
    session = session.with(click("b", 1_000, 0), NO_BOTS);

    List<Lesson> lessons = Lesson.of(session, 1, new Learning(5, 0, 0, 0, 0.1, 10));

    assertThat(lessons).containsExactly(new Lesson("a", "b", 0, 1), new Lesson("b", "c", 0, 1));
  }

  @Test
  void pairsNoItemWithItselfAndNoneTwice() {
    Session session =
        Session.EMPTY
            .with(click("a", 0, 0), NO_BOTS)
            .with(click("b", 1_000, 0), NO_BOTS)
            .with(click("a", 2_000, 0), NO_BOTS)
            .with(click("b", 3_000, 0), NO_BOTS);

    assertThat(Lesson.of(session, 3, new Learning(5, 0, 0, 0, 0.1, 10)))
        .containsExactly(new Lesson("a", "b", 0, 1));
  }

  private static Click click(String item, long time, int position) {
    return new Click(item, 0, time, position, 1, true);
  }
}
