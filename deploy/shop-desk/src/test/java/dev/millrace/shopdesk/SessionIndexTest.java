package dev.millrace.shopdesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SessionIndexTest {

  @Test
  void recommendsWhatTheMostLikeSessionsHeld() {
    SessionIndex index = new SessionIndex(10, 1, 3);
    learn(index, "one", "a", "x");
    learn(index, "two", "a", "b", "y");
    learn(index, "three", "b", "z");

    // Only the second session holds both.
    assertThat(index.recommend("now", List.of("a", "b"))).containsExactly("y", "a");
  }

  @Test
  void ofEquallyLikeSessionsTheNewestCounts() {
    SessionIndex index = new SessionIndex(10, 1, 3);
    learn(index, "one", "a", "x");
    learn(index, "two", "a", "y");

    assertThat(index.recommend("now", List.of("a"))).containsExactly("y");
    assertThat(index.recommend("two", List.of("a"))).containsExactly("x");
  }

  @Test
  void anItemKeepsItsNewestSessions() {
    SessionIndex index = new SessionIndex(2, 10, 3);
    for (int i = 0; i < 5; i++) {
      learn(index, "s" + i, "a", "x" + i);
    }

    assertThat(index.recommend("now", List.of("a"))).containsExactly("x3", "x4");
  }

  @Test
  void whereItemsAreClickedAgainTheLastOneMayBeNext() {
    SessionIndex index = new SessionIndex(10, 10, 3);
    learn(index, "one", "a", "x", "x");

    assertThat(index.recommend("now", List.of("x"))).contains("x");
  }

  @Test
  void countsWhatItWouldSend() {
    SessionIndex index = new SessionIndex(10, 10, 3);
    // To one entry, for a session that had nothing: its id twice, a number, the item.
    index.learn("s1", "a");
    assertThat(index.taughtBytes()).isEqualTo(3 + 8 + 3 + 2);

    index.recommend("now", List.of("a"));
    // A question and its answer's head, and one session: id, number, item.
    assertThat(index.answeredBytes()).isEqualTo(2 * (4 + 2) + 8 + (3 + 8 + 2));
  }

  private static void learn(SessionIndex index, String session, String... items) {
    for (String item : items) {
      index.learn(session, item);
    }
  }
}
