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

  @Test
  void newItemsComeAndAreFoundBySeveral() {
    SyntheticShop shop = new SyntheticShop(7, 2_000, 200);
    Map<String, Set<String>> finders = new HashMap<>();
    for (int i = 0; i < 3_000; i++) {
      Interaction interaction = shop.next(1_000L * i).orElseThrow();
      if (shop.isNew(interaction.getItemId())) {
        assertThat(i).isGreaterThanOrEqualTo(1_000);
        finders
            .computeIfAbsent(interaction.getItemId(), item -> new HashSet<>())
            .add(interaction.getSessionId());
      }
    }

    assertThat(finders).containsOnlyKeys("item-2000", "item-2001");
    assertThat(finders.values()).allSatisfy(some -> assertThat(some).hasSizeGreaterThan(5));
    assertThat(SyntheticShop.companions("item-2001", 2_000))
        .isEqualTo(SyntheticShop.companions("item-31", 2_000));
  }

  @Test
  void mishapsHappenAsOftenAsAskedFor() {
    Mishaps mishaps = new Mishaps(7, 0.1, 0.01);
    int again = 0;
    int late = 0;
    for (int i = 0; i < 10_000; i++) {
      again += mishaps.isSentAgain() ? 1 : 0;
      late += mishaps.isFollowedByLateOne() ? 1 : 0;
    }
    assertThat(again).isBetween(900, 1_100);
    assertThat(late).isBetween(70, 130);

    Interaction sent = some(7, 1).get(0);
    assertThat(Mishaps.late(sent).getEventTime()).isEqualTo(sent.getEventTime().minusSeconds(600));
    assertThat(Mishaps.late(sent).getInteractionId()).isNotEqualTo(sent.getInteractionId());
  }

  private static List<Interaction> some(long seed, int count) {
    SyntheticShop shop = new SyntheticShop(seed, 2_000, 200);
    List<Interaction> interactions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      interactions.add(shop.next(1_000L * i).orElseThrow());
    }
    return interactions;
  }
}
