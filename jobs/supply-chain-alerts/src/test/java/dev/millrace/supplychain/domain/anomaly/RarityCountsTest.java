package dev.millrace.supplychain.domain.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;

class RarityCountsTest {
  private final short[] counts = new short[2 * RarityCounts.LENGTH];

  @Test
  void isTheLogarithmOfTheShareThatWasAsLarge() {
    for (int i = 0; i < 990; i++) {
      RarityCounts.add(counts, 0, 1);
    }
    for (int i = 0; i < 10; i++) {
      RarityCounts.add(counts, 0, 16);
    }

    assertThat(RarityCounts.rarity(counts, 0, .5)).isCloseTo(0, offset(.01));
    assertThat(RarityCounts.rarity(counts, 0, 8)).isCloseTo(2, offset(.01));
    assertThat(RarityCounts.rarity(counts, 0, 64)).isGreaterThan(5);
  }

  @Test
  void tellsUpFromDown() {
    for (int i = 0; i < 1_000; i++) {
      RarityCounts.add(counts, 0, 4);
    }

    assertThat(RarityCounts.rarity(counts, 0, 4)).isLessThan(.1);
    assertThat(RarityCounts.rarity(counts, 0, -4)).isGreaterThan(4);
  }

  @Test
  void keepsToItsPlaceAndStaysBounded() {
    for (int i = 0; i < 100_000; i++) {
      RarityCounts.add(counts, RarityCounts.LENGTH, 2);
    }

    int total = 0;
    for (int i = 0; i < counts.length; i++) {
      assertThat(counts[i]).isNotNegative();
      total += counts[i];
      if (i < RarityCounts.LENGTH) {
        assertThat(counts[i]).isZero();
      }
    }
    assertThat(total).isBetween(3_999, 8_000);
  }
}
