package dev.millrace.simulator.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.payments.Authentication;
import dev.millrace.payments.EntryMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class SyntheticSurroundingsTest {
  private static final int PAYMENTS = 300_000;
  private static final int CARDS = 5_000;
  private static final double MILLIS_PER_HOUR = 3_600_000;
  private static final Position BRUSSELS = new Position(50.85, 4.35);

  private final List<Seen> seen = take(42, PAYMENTS);

  private record Seen(Payment payment, Circumstances there) {
    boolean stolen() {
      return payment.scenario() == FraudScenario.COMPROMISED_CARD
          || payment.scenario() == FraudScenario.CARD_TESTING;
    }

    boolean online() {
      return there.merchant().online();
    }
  }

  /** What a seed gives is a promise, as for the payments themselves. */
  @Test
  void theCircumstancesOfASeedNeverChange() {
    CRC32 checksum = new CRC32();
    checksum.update(seen.subList(0, 20_000).toString().getBytes(StandardCharsets.UTF_8));
    assertThat(checksum.getValue()).isEqualTo(1325957194L);
    assertThat(take(43, 100)).isNotEqualTo(seen.subList(0, 100));
  }

  @Test
  void theyDependOnNothingButThePayment() {
    Surroundings fresh = world(42).surroundings();
    Seen last = seen.get(PAYMENTS - 1);
    assertThat(fresh.of(last.payment())).isEqualTo(last.there());
  }

  @Test
  void onlinePaymentsHaveADeviceAndOthersAPlace() {
    assertThat(seen)
        .allSatisfy(
            each -> {
              assertThat(each.there().device().isPresent()).isEqualTo(each.online());
              assertThat(each.there().position().isPresent()).isEqualTo(!each.online());
              assertThat(each.there().entryMode() == EntryMode.ONLINE).isEqualTo(each.online());
              assertThat(each.there().authentication() != Authentication.UNKNOWN)
                  .isEqualTo(each.online());
            });
    assertThat(seen.stream().filter(Seen::online).count() / (double) PAYMENTS)
        .isBetween(0.14, 0.20);
  }

  @Test
  void theTerminalsOfAMerchantAreOfOneKind() {
    Map<Long, Long> terminals = new HashMap<>();
    for (long terminal = 0; terminal < 900; terminal++) {
      Merchant merchant = Merchant.of(terminal, "BE");
      terminals.merge(merchant.number().orElseThrow(), 1L, Long::sum);
      assertThat(merchant.category())
          .isEqualTo(Merchant.of(merchant.number().orElseThrow() % 6, "BE").category());
    }
    assertThat(terminals.values()).allMatch(count -> count == 3).hasSize(300);
  }

  @Test
  void aCardHolderHasOneOrTwoDevices() {
    Map<Long, List<Long>> byCard =
        seen.stream()
            .filter(each -> each.online() && !each.stolen())
            .collect(
                Collectors.groupingBy(
                    each -> each.payment().card(),
                    Collectors.mapping(
                        each -> each.there().device().getAsLong(), Collectors.toList())));
    assertThat(byCard.values().stream().map(devices -> devices.stream().distinct().count()))
        .allMatch(count -> count <= 2)
        .contains(1L, 2L);
  }

  @Test
  void aCriminalsDeviceServesSeveralStolenCardsAndNoHolder() {
    Map<Long, List<Long>> byDevice =
        seen.stream()
            .filter(each -> each.online() && each.stolen())
            .collect(
                Collectors.groupingBy(
                    each -> each.there().device().getAsLong(),
                    Collectors.mapping(each -> each.payment().card(), Collectors.toList())));
    assertThat(byDevice.keySet()).allMatch(device -> device >= 2 * CARDS);
    assertThat(byDevice.values().stream().filter(cards -> cards.stream().distinct().count() > 1))
        .hasSizeGreaterThan(5);
  }

  @Test
  void aTerminalStandsInTheTownUnlessTheCardIsElsewhere() {
    Map<Long, Position> stands = new HashMap<>();
    long inTown = 0;
    long onTrips = 0;
    for (Seen each : seen) {
      if (each.online() || each.stolen()) {
        continue;
      }
      Position position = each.there().position().orElseThrow();
      if (each.there().merchant().country().orElseThrow().equals("BE")) {
        inTown++;
        assertThat(kilometres(BRUSSELS, position)).isLessThan(16);
        assertThat(stands.merge(each.payment().terminal(), position, (old, now) -> old))
            .isEqualTo(position);
      } else {
        onTrips++;
        assertThat(kilometres(BRUSSELS, position)).isBetween(150.0, 1_500.0);
      }
    }
    assertThat(onTrips / (double) (onTrips + inTown)).isBetween(0.01, 0.03);
  }

  @Test
  void stolenCardsTravelFasterThanAnybodyCan() {
    Map<Long, Seen> before = new HashMap<>();
    long stolen = 0;
    long stolenTooFast = 0;
    long own = 0;
    long ownTooFast = 0;
    for (Seen each : seen) {
      if (each.online()) {
        continue;
      }
      Seen earlier = before.put(each.payment().card(), each);
      if (earlier == null) {
        continue;
      }
      boolean tooFast = speed(earlier, each) > 900;
      if (each.stolen()) {
        stolen++;
        stolenTooFast += tooFast ? 1 : 0;
      } else if (!earlier.stolen()) {
        own++;
        ownTooFast += tooFast ? 1 : 0;
      }
    }
    assertThat(stolenTooFast / (double) stolen).isBetween(0.15, 0.6);
    assertThat(ownTooFast / (double) own).isLessThan(0.005);
  }

  @Test
  void refusesAPlaceThatIsNone() {
    assertThatThrownBy(() -> new Position(91, 0))
        .hasMessage("latitude must be from -90 to 90, is 91.0");
    assertThatThrownBy(() -> new Position(0, -181))
        .hasMessage("longitude must be from -180 to 180, is -181.0");
  }

  /** Kilometres per hour; the least time is a second. */
  private static double speed(Seen from, Seen to) {
    long millis = to.payment().eventTime() - from.payment().eventTime();
    return kilometres(from.there().position().orElseThrow(), to.there().position().orElseThrow())
        / (Math.max(1_000, millis) / MILLIS_PER_HOUR);
  }

  private static double kilometres(Position from, Position to) {
    double north = Math.toRadians(to.latitude() - from.latitude());
    double east = Math.toRadians(to.longitude() - from.longitude());
    double chord =
        Math.pow(Math.sin(north / 2), 2)
            + Math.cos(Math.toRadians(from.latitude()))
                * Math.cos(Math.toRadians(to.latitude()))
                * Math.pow(Math.sin(east / 2), 2);
    return 2 * 6_371 * Math.asin(Math.sqrt(chord));
  }

  private static SyntheticPayments world(long seed) {
    return new SyntheticPayments(
        seed, new WorldSize(CARDS, 2 * CARDS), LocalDate.of(2026, 1, 1), OptionalDouble.empty());
  }

  private static List<Seen> take(long seed, int count) {
    SyntheticPayments payments = world(seed);
    List<Seen> taken = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Payment payment = payments.next();
      taken.add(new Seen(payment, payments.surroundings().of(payment)));
    }
    return taken;
  }
}
