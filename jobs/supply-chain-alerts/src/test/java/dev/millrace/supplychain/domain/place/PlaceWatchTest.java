package dev.millrace.supplychain.domain.place;

import static dev.millrace.supplychain.Shipments.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.supply.BusinessStep;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.Finding.Status;
import dev.millrace.supplychain.domain.place.Passage.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlaceWatchTest {
  static final DisruptionRules RULES =
      new DisruptionRules(
          0.98,
          0.7,
          3,
          9,
          2,
          Duration.ofMinutes(30).toMillis(),
          Duration.ofHours(12).toMillis(),
          Duration.ofDays(3).toMillis());

  private static final long LEG = Duration.ofHours(100).toMillis();

  private final PlaceWatch watch = new PlaceWatch(RULES);
  private final Map<String, Expected> waiting = new HashMap<>();
  private final List<Suspicion> said = new ArrayList<>();
  private Place place = Place.UNKNOWN;

  @Test
  void silenceIsEvidence() {
    learn(300);
    for (int i = 0; i < 3; i++) {
      say(passage(Kind.EXPECTED, "silent" + i, 2_000 + i, 0));
    }
    passUntil(2_500);

    assertThat(said).hasSize(1);
    Suspicion suspicion = said.get(0);
    assertThat(suspicion.finding().alertId()).isEqualTo("PORT:NLRTM:LANE_DISRUPTION");
    assertThat(suspicion.shipments()).containsExactly("silent0", "silent1", "silent2");
    assertThat(suspicion.finding().stake().valueMinor()).isEqualTo(300);
    assertThat(suspicion.finding().stake().orderIds()).containsExactly("o", "o2");
    // Late beyond what 98 of 100 were here, not beyond a fixed limit: about 20 h.
    double afterHours = (suspicion.finding().time() - at(2_002)) / 3_600_000.0;
    assertThat(afterHours).isBetween(14.0, 30.0);
  }

  @Test
  void theUsualLatenessRaisesNothing() {
    learn(3_000);

    assertThat(said).isEmpty();
  }

  @Test
  void estimatesAreEvidenceBeforeTheDelay() {
    learn(300);
    for (int i = 0; i < 3; i++) {
      say(passage(Kind.EXPECTED, "slow" + i, 2_000, 2_200));
    }

    assertThat(said).hasSize(1);
  }

  @Test
  void anEstimateThatIsTakenBackIsNoEvidenceAnyMore() {
    learn(300);
    for (int i = 0; i < 2; i++) {
      say(passage(Kind.EXPECTED, "slow" + i, 2_000, 2_200));
      say(passage(Kind.EXPECTED, "slow" + i, 2_000, 2_001));
      assertThat(waiting.get("slow" + i).counted()).isFalse();
    }
    say(passage(Kind.EXPECTED, "slow2", 2_000, 2_200));
    assertThat(said).isEmpty();
    assertThat(place.waitingLate()).isEqualTo(1);

    // It counts again when it does not come.
    passUntil(2_100);
    assertThat(said).hasSize(1);
    assertThat(said.get(0).shipments()).contains("slow0", "slow1");
  }

  @Test
  void whatWasLateByAnOldPlanIsNotByANewOne() {
    learn(300);
    say(passage(Kind.EXPECTED, "silent", 2_000, 0));
    passUntil(2_050);
    assertThat(place.waitingLate()).isEqualTo(1);

    say(passage(Kind.EXPECTED, "silent", 2_300, 0));

    assertThat(place.waitingLate()).isZero();
    assertThat(waiting.get("silent").counted()).isFalse();
  }

  @Test
  void evidenceThatIsReadLateDoesNotMakeTheNewestOlder() {
    learn(300);
    long newest = place.evidenceAt();

    timely("late", 1);
    assertThat(place.evidenceAt()).isEqualTo(newest);
    say(passage(Kind.EXPECTED, "slow", 10, 200));
    assertThat(place.evidenceAt()).isEqualTo(newest);
  }

  @Test
  void passagesInTimeEndItAndTwoEndNothing() {
    learn(300);
    for (int i = 0; i < 4; i++) {
      say(passage(Kind.EXPECTED, "silent" + i, 2_000 + i, 0));
    }
    passUntil(2_100);
    for (int i = 0; i < 2; i++) {
      timely("timely" + i, 2_100 + i);
    }
    assertThat(said).extracting(s -> s.finding().status()).containsOnly(Status.RAISED);

    for (int i = 2; i < 12; i++) {
      timely("timely" + i, 2_100 + i);
    }

    assertThat(said.get(said.size() - 1).finding().status()).isEqualTo(Status.CLEARED);
    assertThat(place.late()).isEmpty();
  }

  @Test
  void aDisruptionNobodySeesIsOver() {
    learn(300);
    for (int i = 0; i < 3; i++) {
      say(passage(Kind.EXPECTED, "silent" + i, 2_000, 0));
    }
    passUntil(2_100);
    assertThat(place.raised()).isTrue();

    PlaceWatch.Result quiet = watch.quiet(place, SubjectType.PORT, "NLRTM", watch.quietAt(place));

    assertThat(quiet.place().raised()).isFalse();
    assertThat(quiet.suspicion().finding().status()).isEqualTo(Status.CLEARED);
  }

  /** It kept the newest hundred, also those that had come. */
  @Test
  void aPlaceOf010GoesOn() {
    Place few = old(shipments(0, 5), shipments(5, 7));
    assertThat(few.isThin()).isFalse();
    assertThat(few.waitingLate()).isEqualTo(5);
    assertThat(few.over("late3", RULES).late()).hasSize(4);

    Place many = old(shipments(400, 495), shipments(495, 500));
    assertThat(many.isThin()).isTrue();
    List<Expected> expected = new ArrayList<>();
    for (String shipment : shipments(0, 495)) {
      expected.add(expected(shipment, 20, true));
    }
    expected.add(expected("of a disruption before", 5, true));
    expected.add(expected("in time", 100, false));

    Place now = many.recounted(expected);

    assertThat(now.isThin()).isFalse();
    assertThat(now.waitingLate()).isEqualTo(495);
    assertThat(now.late())
        .hasSize(Place.MAX_LATE)
        .allMatch(Late::waiting)
        .extracting(Late::shipmentId)
        .isSubsetOf(shipments(0, 495));
    assertThat(now.score()).isEqualTo(many.score());
  }

  /** With its first evidence at hour 10. */
  private static Place old(List<String> waiting, List<String> come) {
    List<Late> late = new ArrayList<>();
    for (String shipment : waiting) {
      late.add(late(shipment, true));
    }
    for (String shipment : come) {
      late.add(late(shipment, false));
    }
    return new Place(Map.of(), 10, true, at(10), at(20), 600, late, waiting.size(), null);
  }

  private static Late late(String shipment, boolean waiting) {
    return new Late(shipment, "lane", "CN1>DE1", at(0), 0, 100L, "EUR", List.of(), waiting);
  }

  private static Expected expected(String shipment, double deadline, boolean counted) {
    return new Expected(passage(Kind.EXPECTED, shipment, 0, 0), at(deadline), counted);
  }

  private static List<String> shipments(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "late" + i).toList();
  }

  @Test
  void whatIsKnownOfLatenessIsBounded() {
    Lateness lateness = Lateness.unknown();
    for (int i = 0; i < 100_000; i++) {
      lateness = lateness.with(0.1, 1);
    }

    assertThat(lateness.counts()).hasSize(24);
    assertThat(lateness.size()).isLessThanOrEqualTo(1_000);
    assertThat(lateness.quantile(0.5)).isBetween(0.08, 0.12);
  }

  /** Passages at every hour, late by up to 20 h, more seldom the later. */
  private void learn(int passages) {
    Random random = new Random(7);
    for (int i = 0; i < passages; i++) {
      String shipment = "usual" + i;
      double hour = i;
      say(passage(Kind.EXPECTED, shipment, hour, 0));
      double lateness = Math.abs(random.nextGaussian()) * 8;
      passUntil(hour);
      arrivals.computeIfAbsent(hour + lateness, any -> new ArrayList<>()).add(shipment);
    }
    passUntil(passages + 100);
  }

  private final TreeMap<Double, List<String>> arrivals = new TreeMap<>();

  private void timely(String shipment, double hour) {
    say(passage(Kind.EXPECTED, shipment, hour, 0));
    say(passage(Kind.HAPPENED, shipment, hour, hour + 0.1));
  }

  /** Arrivals and deadlines in the order of time. */
  private void passUntil(double hours) {
    while (true) {
      double arrival = arrivals.isEmpty() ? Double.MAX_VALUE : arrivals.firstKey();
      Expected due =
          waiting.values().stream()
              .filter(expected -> !expected.counted())
              .min(java.util.Comparator.comparingLong(Expected::deadline))
              .orElse(null);
      double deadline = due == null ? Double.MAX_VALUE : (due.deadline() - at(0)) / 3_600_000.0;
      if (Math.min(arrival, deadline) > hours) {
        return;
      }
      if (arrival <= deadline) {
        for (String shipment : arrivals.pollFirstEntry().getValue()) {
          double expected = (waiting.get(shipment).passage().expectedAt() - at(0)) / 3_600_000.0;
          say(passage(Kind.HAPPENED, shipment, expected, arrival));
        }
      } else {
        take(due.passage().shipmentId(), watch.overdue(place, due, due.deadline()));
      }
    }
  }

  private void say(Passage passage) {
    take(passage.shipmentId(), watch.passage(place, waiting.get(passage.shipmentId()), passage));
  }

  private void take(String shipment, PlaceWatch.Result result) {
    place = result.place();
    if (result.expected() == null) {
      waiting.remove(shipment);
    } else {
      waiting.put(shipment, result.expected());
    }
    if (result.suspicion() != null) {
      said.add(result.suspicion());
    }
  }

  private static Passage passage(Kind kind, String shipment, double expected, double saidAt) {
    return new Passage(
        SubjectType.PORT,
        "NLRTM",
        kind,
        shipment,
        BusinessStep.ARRIVING,
        at(expected),
        LEG,
        saidAt == 0 ? 0 : at(saidAt),
        "lane",
        "CN1>DE1",
        100L,
        "EUR",
        shipment.endsWith("2") ? List.of("o2") : List.of("o"),
        saidAt == 0 || kind == Kind.EXPECTED ? at(expected - 100) : at(saidAt),
        null);
  }
}
