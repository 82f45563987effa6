package dev.millrace.recommendations.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PopularityTest {

  @Test
  void countsVisits() {
    Popularity popularity = new Popularity();
    for (int i = 0; i < 10_000; i++) {
      popularity.visited("i" + i % 1_000);
    }

    double sum = 0;
    for (int i = 0; i < 1_000; i++) {
      sum += popularity.of("i" + i);
    }
    assertThat(sum).isBetween(10_000.0, 10_100.0);
    assertThat(popularity.of("never")).isEqualTo(1);
  }

  @Test
  void canBeStoredAndShared() {
    Popularity popularity = new Popularity();
    for (int i = 0; i < 8; i++) {
      popularity.visited("a");
    }

    Popularity restored = new Popularity();
    restored.add(popularity.stored(), 0.5);
    restored.add(popularity.stored(), 0.5);

    assertThat(restored.of("a")).isEqualTo(8);
    assertThat(popularity.stored().cells()).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void oldVisitsFade() {
    Popularity popularity = new Popularity();
    for (int i = 0; i < Popularity.HALVED_AT; i++) {
      popularity.visited("a");
    }

    assertThat(popularity.of("a")).isEqualTo(Popularity.HALVED_AT / 2.0);
  }
}
