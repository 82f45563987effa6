package dev.millrace.supplychain.domain.place;

import static dev.millrace.supplychain.Shipments.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.supply.ActionKind;
import dev.millrace.supply.AlertKind;
import dev.millrace.supply.BusinessStep;
import dev.millrace.supply.RecommendedAction;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Finding.Status;
import dev.millrace.supplychain.domain.Stake;
import dev.millrace.supplychain.domain.place.Culprits.Decision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CulpritsTest {
  private static final List<LaneFacts> LANES =
      List.of(
          new LaneFacts("sea", "CN1>DE1", List.of("CNSHA", "NLRTM"), 700, 100_00L),
          new LaneFacts("rail", "CN1>DE1", List.of("CNXIY", "DEDUI"), 400, 300_00L),
          new LaneFacts("sea2", "CN1>DE1", List.of("CNNGB", "NLRTM"), 350, 90_00L));

  private final Culprits culprits = new Culprits(new DecisionRules(30_000, 3_600_000, 0.7, 0.02));
  private final Map<String, Suspected> all = new HashMap<>();
  private final PlaceWatch watch = new PlaceWatch(PlaceWatchTest.RULES);
  private final Map<String, Place> places = new HashMap<>();

  @Test
  void aPortExplainsItsLanesAndCarriers() {
    suspect(SubjectType.PORT, "NLRTM", 2, "a", "b", "c", "d", "e");
    suspect(SubjectType.LANE, "sea", 1, "a", "b", "c");
    suspect(SubjectType.CARRIER, "EVER", 2, "c", "d", "e");

    assertThat(said()).containsExactly("PORT:NLRTM");
  }

  @Test
  void aLaneThatHasAllOfThemIsToBlameItself() {
    suspect(SubjectType.PORT, "NLRTM", 1, "a", "b", "c");
    suspect(SubjectType.LANE, "sea", 1, "a", "b", "c");
    suspect(SubjectType.CARRIER, "EVER", 1, "a", "b", "c");

    assertThat(said()).containsExactly("LANE:sea");
  }

  @Test
  void aCarrierThatIsLateElsewhereByChanceDoesNotExplainALane() {
    suspect(SubjectType.LANE, "sea", 1, 4, "a", "b", "c");
    suspect(SubjectType.CARRIER, "EVER", 2, 40, "a", "b", "c", "x");

    assertThat(said()).containsExactly("LANE:sea");
  }

  @Test
  void aPortThatIsLateOnOtherLanesAsMuchExplainsALane() {
    suspect(SubjectType.LANE, "sea", 1, 4, "a", "b", "c");
    suspect(SubjectType.PORT, "NLRTM", 2, 8, "a", "b", "c", "x");

    assertThat(said()).containsExactly("PORT:NLRTM");
  }

  @Test
  void placesThatExplainEachOtherInACircleAreSaidOnce() {
    List<String> ships = IntStream.rangeClosed(1, 14).mapToObj(i -> "s" + i).toList();
    suspect(SubjectType.LANE, "sea", 1, 10, ships.subList(0, 10).toArray(String[]::new));
    suspect(SubjectType.PORT, "NLRTM", 2, 21, ships.subList(0, 13).toArray(String[]::new));
    suspect(SubjectType.CARRIER, "EVER", 2, 27, ships.toArray(String[]::new));

    assertThat(said()).containsExactly("LANE:sea");
  }

  /** Of 4,000 late shipments the port knows a sample, a lane all of its 100. */
  @ParameterizedTest
  @CsvSource({"10, 50", "40, 100"})
  void aClosedPortExplainsEachOfItsLanesHoweverManyShipmentsAreLate(int lanes, int shipments) {
    for (int shipment = 0; shipment < shipments; shipment++) {
      for (int lane = 0; lane < lanes; lane++) {
        String id = "ship-%d-%d".formatted(lane, shipment);
        isLate(SubjectType.PORT, "NLRTM", "lane" + lane, id);
        isLate(SubjectType.LANE, "lane" + lane, "lane" + lane, id);
      }
    }
    assertThat(all).hasSize(1 + lanes);

    List<Finding> findings = findings();

    assertThat(findings).extracting(Finding::subject).containsExactly("PORT:NLRTM");
    Finding finding = findings.get(0);
    double late = finding.evidence().get("late_shipments");
    assertThat(late).isCloseTo(lanes * shipments, within(lanes * shipments > 1_000 ? 400.0 : 0));
    assertThat(finding.stake().valueMinor()).isEqualTo(100 * (long) late);
  }

  @Test
  void aLaneOfItsOwnIsNotExplainedByAPortWithThousandsOfLateShipments() {
    for (int shipment = 0; shipment < 4_000; shipment++) {
      isLate(SubjectType.PORT, "NLRTM", "sea", "ship" + shipment);
    }
    for (int shipment = 0; shipment < 5; shipment++) {
      isLate(SubjectType.LANE, "road", "road", "truck" + shipment);
    }

    assertThat(said()).containsExactlyInAnyOrder("PORT:NLRTM", "LANE:road");
  }

  /** By an estimate of its carrier. */
  private void isLate(SubjectType type, String id, String lane, String shipment) {
    Passage passage =
        new Passage(
            type,
            id,
            Passage.Kind.EXPECTED,
            shipment,
            BusinessStep.ARRIVING,
            at(0),
            360_000_000,
            at(100),
            lane,
            "CN1>DE1",
            100L,
            "EUR",
            List.of(),
            at(0),
            null);
    Place before = places.getOrDefault(passage.place(), Place.UNKNOWN);
    PlaceWatch.Result result = watch.passage(before, null, passage);
    places.put(passage.place(), result.place());
    if (result.suspicion() != null) {
      all.put(passage.place(), culprits.news(all.get(passage.place()), result.suspicion()));
    }
  }

  @Test
  void placesWithShipmentsOfTheirOwnAreSaidEach() {
    suspect(SubjectType.LANE, "sea", 1, "a", "b", "c");
    suspect(SubjectType.LANE, "road", 1, "x", "y", "z");

    assertThat(said()).containsExactlyInAnyOrder("LANE:sea", "LANE:road");
  }

  @Test
  void aPlaceOfWhichNoShipmentIsWaitedForAnyMoreIsExplainedByAnyOther() {
    suspect(SubjectType.LANE, "sea", 1, 4);
    suspect(SubjectType.LANE, "road", 1, "x", "y", "z");

    assertThat(said()).containsExactly("LANE:road");
  }

  @Test
  void nothingIsSaidBeforeOthersHadTime() {
    suspect(SubjectType.LANE, "sea", 1, "a", "b", "c");

    assertThat(culprits.decide(all, Map.of(), at(0))).isEmpty();
    assertThat(culprits.decide(all, Map.of(), at(0) + 30_000)).hasSize(1);
  }

  @Test
  void whatWasSaidIsTakenBackWhenItIsExplained() {
    suspect(SubjectType.LANE, "sea", 1, "a", "b", "c");
    assertThat(said()).containsExactly("LANE:sea");
    suspect(SubjectType.PORT, "NLRTM", 2, "a", "b", "c", "d");

    assertThat(findings())
        .extracting(finding -> finding.subject() + " " + finding.status())
        .containsExactlyInAnyOrder("PORT:NLRTM RAISED", "LANE:sea CLEARED");
    assertThat(decide()).isEmpty();
  }

  /** So that they can be counted. */
  @Test
  void aPlaceThatAnotherExplainsIsDecidedAboutOnce() {
    suspect(SubjectType.PORT, "NLRTM", 2, "a", "b", "c", "d");
    suspect(SubjectType.LANE, "sea", 1, "a", "b", "c");
    assertThat(culprits.decide(all, Map.of(), at(0))).isEmpty();

    assertThat(explained()).containsExactly("LANE:sea");

    suspect(SubjectType.LANE, "sea", 1, "a", "b");
    assertThat(explained()).isEmpty();
  }

  @Test
  void anotherLaneIsNamedWithItsArithmetic() {
    suspect(SubjectType.PORT, "NLRTM", 1, "a", "b", "c");

    RecommendedAction action =
        culprits.decide(all, Map.of("CN1>DE1", LANES), at(1)).get(0).finding().action();

    // sea2 is faster, but goes through the same port.
    assertThat(action.getKind()).isEqualTo(ActionKind.REROUTE);
    assertThat(action.getTarget()).isEqualTo("rail");
    assertThat(action.getGainsHours()).isEqualTo(330);
    assertThat(action.getCostMinor()).isEqualTo(600_00);
    assertThat(action.getSavesMinor()).isEqualTo(825_000);
    assertThat(action.getArithmetic())
        .startsWith("700.0 h over sea as usual + 30.0 h late so far - 400.0 h over rail = 330.0 h");
  }

  private List<String> said() {
    return findings().stream()
        .filter(finding -> finding.status() == Status.RAISED)
        .map(Finding::subject)
        .toList();
  }

  private List<Finding> findings() {
    return decide().stream().map(Decision::finding).filter(Objects::nonNull).toList();
  }

  private List<String> explained() {
    return decide().stream()
        .filter(decision -> decision.finding() == null)
        .map(Decision::place)
        .toList();
  }

  private List<Decision> decide() {
    List<Decision> decisions = culprits.decide(all, Map.of(), at(1));
    decisions.forEach(decision -> all.put(decision.place(), decision.suspected()));
    return decisions;
  }

  private void suspect(SubjectType type, String id, int lanes, String... shipments) {
    suspect(type, id, lanes, shipments.length, shipments);
  }

  private void suspect(SubjectType type, String id, int lanes, int expected, String... shipments) {
    Finding finding =
        new Finding(
            AlertKind.LANE_DISRUPTION,
            type,
            id,
            Status.RAISED,
            at(0),
            at(0),
            new Stake(3_000_000L, "EUR", null, null, List.of()),
            "",
            Map.of(PlaceWatch.EXPECTED_SHIPMENTS, (double) expected),
            null,
            List.of(),
            null);
    all.put(
        finding.subject(),
        culprits.news(
            all.get(finding.subject()),
            new Suspicion(
                finding,
                List.of(shipments),
                LateSample.of(List.of(shipments)),
                lanes,
                "sea",
                "CN1>DE1",
                30)));
  }
}
