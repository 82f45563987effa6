package dev.millrace.recommendations.domain;

import static org.assertj.core.api.Assertions.assertThat;

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
  void weightZeroTakesAnItemOut() {
    Neighbours neighbours =
        Neighbours.NONE.with(lessons("a", 1, "b", 2), 10).with(lessons("a", 0, "c", 0), 10);

    assertThat(neighbours.items()).containsExactly("b");
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
