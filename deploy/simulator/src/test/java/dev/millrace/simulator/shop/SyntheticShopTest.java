package dev.millrace.simulator.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.shop.Interaction;
import dev.millrace.shop.InteractionKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyntheticShopTest {

  @Test
  void sameSeedSameSessions() {
    assertThat(some(7, 500)).isEqualTo(some(7, 500)).isNotEqualTo(some(8, 500));
  }

  @Test
  void idsAreUniqueAndPositionsCount() {
    Map<String, Integer> positions = new HashMap<>();
    Set<String> ids = new HashSet<>();
    for (Interaction interaction : some(7, 5_000)) {
      assertThat(ids.add(interaction.getInteractionId())).isTrue();
      assertThat(interaction.getPosition())
          .isEqualTo(positions.merge(interaction.getSessionId(), 1, Integer::sum) - 1);
    }
  }

  @Test
  void companionsFollow() {
    Map<String, String> last = new HashMap<>();
    int steps = 0;
    int followed = 0;
    for (Interaction interaction : some(7, 20_000)) {
      String before = last.put(interaction.getSessionId(), interaction.getItemId());
      if (before != null) {
        steps++;
        followed +=
            SyntheticShop.companions(before, 2_000).contains(interaction.getItemId()) ? 1 : 0;
      }
    }
    assertThat((double) followed / steps).isBetween(0.45, 0.65);
  }

  @Test
  void allKindsButImpressionsHappen() {
    assertThat(some(7, 2_000))
        .extracting(Interaction::getKind)
        .contains(
            InteractionKind.VIEW,
            InteractionKind.CART,
            InteractionKind.PURCHASE,
            InteractionKind.HIDE)
        .doesNotContain(InteractionKind.IMPRESSION, InteractionKind.UNKNOWN);
  }

  private static List<Interaction> some(long seed, int count) {
    SyntheticShop shop = new SyntheticShop(seed, 2_000);
    List<Interaction> interactions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      interactions.add(shop.next(1_000L * i).orElseThrow());
    }
    return interactions;
  }
}
