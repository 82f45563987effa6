package dev.millrace.fraud.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CardsSeenTest {
  private static final long HOUR = Duration.ofHours(1).toMillis();

  @Test
  void aCardCountsOnceAndWhereItWasUsedLast() {
    CardsSeen seen = CardsSeen.EMPTY.with("a", 0).with("b", HOUR).with("a", 2 * HOUR);

    assertThat(seen.count(-1, 2 * HOUR)).isEqualTo(2);
    assertThat(seen.count(HOUR, 2 * HOUR)).isEqualTo(1);
    assertThat(seen.count(-1, HOUR)).isEqualTo(1);
  }

  @Test
  void anEarlierUseThatComesLateChangesNothing() {
    CardsSeen seen = CardsSeen.EMPTY.with("a", HOUR);

    assertThat(seen.with("a", 0)).isSameAs(seen);
  }

  @Test
  void figuresCountThePaymentItself() {
    CardsSeen seen = CardsSeen.EMPTY.with("a", 0).with("b", 2 * HOUR).with("c", 40 * HOUR);
    Features features = Features.none();

    seen.intoTerminal(features, 40 * HOUR);
    seen.intoDevice(features, 40 * HOUR);

    assertThat(features.of(Feature.TERMINAL_CARDS_1H)).isEqualTo(1);
    assertThat(features.of(Feature.TERMINAL_CARDS_1D)).isEqualTo(1);
    assertThat(features.of(Feature.DEVICE_CARDS_1D)).isEqualTo(1);
    assertThat(features.of(Feature.DEVICE_CARDS_7D)).isEqualTo(3);
  }

  @Test
  void holdsTheCardsThatWereUsedLast() {
    CardsSeen seen = CardsSeen.EMPTY;
    for (int card = 0; card < 1_000; card++) {
      seen = seen.with("card-" + card, card);
    }
    assertThat(seen.cards()).hasSize(CardsSeen.MAX_CARDS);
    assertThat(seen.count(1_000 - CardsSeen.MAX_CARDS - 1, 1_000)).isEqualTo(CardsSeen.MAX_CARDS);
    assertThat(seen.with("late", 0)).isSameAs(seen);
  }
}
