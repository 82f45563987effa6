package dev.millrace.recommendations.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NeighboursTest {

  @Test
  void addsUpWhatIsLearned() {
    Neighbours neighbours =
        Neighbours.NONE.with(lessons("a", 1, "b", 2), 10).with(lessons("a", 3), 10);

    assertThat(neighbours.items()).containsExactly("a", "b");
    assertThat(neighbours.weights()).containsExactly(4, 2);
  }

  @Test
  void takesBackWhatWasLearned() {
    Neighbours known = Neighbours.NONE.visited(0.1).with(lessons("a", 1, "b", 2), 10);
    Neighbours neighbours = known.visited(0.1).with(lessons("b", 3, "c", 4), 10);

    Neighbours back = neighbours.with(lessons("b", -3, "c", -4, "x", -1), 10).unvisited(0.1);
    assertThat(back.items()).containsExactly("a", "b");
    assertThat(back.weights()).containsExactly(new float[] {1, 2}, within(0.0001f));
    assertThat(back.visits()).isCloseTo(1, within(0.0001));
    // Never more than there is.
    assertThat(known.with(lessons("a", -5), 10).items()).containsExactly("b");
  }

  @Test
  void whatIsGoneStaysSo() {
    Neighbours neighbours =
        Neighbours.NONE
            .with(lessons("a", 1, "b", 2), 10)
            .with(lessons("a", Lesson.GONE, "c", Lesson.GONE), 10)
            .with(lessons("a", 9, "d", 1), 10);

    assertThat(neighbours.items()).containsExactly("b", "d");
    assertThat(neighbours.gone()).containsExactly("a", "c");
    assertThat(neighbours.visited(0.1).soldOut(true, 1).gone()).containsExactly("a", "c");
  }

  @Test
  void theOldestOfWhatIsGoneMayComeBack() {
    Neighbours neighbours = Neighbours.NONE;
    for (int i = 0; i <= Neighbours.MAX_GONE; i++) {
      neighbours = neighbours.with(lessons("i" + i, Lesson.GONE), 20);
    }

    assertThat(neighbours.gone()).hasSize(Neighbours.MAX_GONE).doesNotContain("i0");
    assertThat(neighbours.with(lessons("i5", Lesson.GONE), 20).gone()).endsWith("i5");
  }

  @Test
  void earlierSessionsCountLess() {
    Neighbours neighbours =
        Neighbours.NONE.visited(0.5).with(lessons("a", 1), 10).visited(0.5).visited(0.5);

    assertThat(neighbours.weights()).containsExactly(0.25f);
    assertThat(neighbours.visits()).isEqualTo(1.75);
  }

  @Test
  void trendsHalveWithTheHalfLife() {
    Neighbours neighbours =
        Neighbours.NONE.aged(1_000, 100).with(lessons("a", 8), 10).aged(1_200, 100);

    assertThat(neighbours.weights()).containsExactly(2);
    assertThat(neighbours.aged(1_100, 100)).isSameAs(neighbours);
  }

  @Test
  void whatATrendLearnsLateIsWorthWhatItWouldHaveComeDownTo() {
    Neighbours neighbours = Neighbours.NONE.aged(1_200, 100);

    assertThat(neighbours.worth(1_000, 100)).isEqualTo(0.25);
    assertThat(neighbours.worth(1_200, 100)).isEqualTo(1);
  }

  @Test
  void aTrendThatIsToldEachMillisecondFadesAsAnyOther() {
    // A millisecond is 1 - 3.2e-8 of this half-life, less than a float has between 1 and 2.
    long halfLife = Duration.ofHours(6).toMillis();
    long later = halfLife / 10;
    Neighbours neighbours = Neighbours.NONE.aged(1, halfLife).with(lessons("a", 3), 10);
    for (long time = 2; time <= 1 + later; time++) {
      neighbours = neighbours.aged(time, halfLife);
    }
    neighbours = neighbours.with(lessons("b", neighbours.worth(1 + later, halfLife)), 10);

    assertThat(neighbours.items()).containsExactly("a", "b");
    assertThat(neighbours.weights()[0] / neighbours.weights()[1])
        .isCloseTo((float) (3 * Math.pow(0.5, 0.1)), within(0.0001f));
  }

  @Test
  void aTrendOfOldTimesFadesToo() {
    Neighbours neighbours = Neighbours.NONE.aged(-1_000, 100).with(lessons("a", 8), 10);

    assertThat(neighbours.aged(-900, 100).weights()).containsExactly(4);
    assertThat(neighbours.aged(-1_100, 100)).isSameAs(neighbours);
  }

  @Test
  void holdsAQuarterMoreThanItsCapacityAtTheMost() {
    Neighbours neighbours = Neighbours.NONE;
    int largest = 0;
    for (int i = 0; i < 1_000; i++) {
      neighbours = neighbours.with(lessons("i" + i, 1 + i % 7), 20);
      largest = Math.max(largest, neighbours.items().length);
    }

    assertThat(largest).isLessThanOrEqualTo(25);
  }

  @Test
  void theWeakestGo() {
    Neighbours neighbours = Neighbours.NONE;
    for (int i = 1; i <= 26; i++) {
      neighbours = neighbours.with(lessons("i" + i, i), 20);
    }

    assertThat(neighbours.items()).hasSize(20).doesNotContain("i6").contains("i7", "i26");
    assertThat(neighbours.strongest(2).items()).containsExactly("i25", "i26");
    assertThat(neighbours.strongest(20).items()).hasSize(20);
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
