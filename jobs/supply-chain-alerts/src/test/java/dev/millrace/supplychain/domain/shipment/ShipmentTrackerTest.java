package dev.millrace.supplychain.domain.shipment;

import static dev.millrace.supplychain.Shipments.at;
import static dev.millrace.supplychain.Shipments.estimated;
import static dev.millrace.supplychain.Shipments.plan;
import static dev.millrace.supplychain.Shipments.planned;
import static dev.millrace.supplychain.Shipments.taken;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.supply.ActionKind;
import dev.millrace.supply.BusinessStep;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.Shipments;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Finding.Status;
import dev.millrace.supplychain.domain.Stake;
import dev.millrace.supplychain.domain.goods.Carriage;
import dev.millrace.supplychain.domain.place.Passage;
import dev.millrace.supplychain.domain.shipment.Shipment.End;
import dev.millrace.supplychain.domain.shipment.ShipmentTracker.Result;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class ShipmentTrackerTest {
  private final ShipmentTracker tracker = new ShipmentTracker(Shipments.RULES);

  @Test
  void aStepIsMissedWhenItsGraceIsOver() {
    Result planned = tracker.planned(Shipment.UNKNOWN, plan("s").build(), at(0), null);
    assertThat(planned.findings()).isEmpty();
    assertThat(planned.wakeAt()).isEqualTo(at(12));

    Result missed = tracker.awake(planned.shipment(), at(12));

    Finding finding = missed.findings().get(0);
    assertThat(finding.alertId()).isEqualTo("SHIPMENT:s:MISSED_MILESTONE");
    assertThat(finding.status()).isEqualTo(Status.RAISED);
    assertThat(finding.since()).isEqualTo(at(12));
    assertThat(finding.summary())
        .isEqualTo(
            "Shipment s has not reported DEPARTING at CNSHA, expected 2026-03-04T22:00:00Z, 2.0 h ago");
    assertThat(finding.evidence())
        .containsEntry("overdue_hours", 2.0)
        .containsEntry("grace_hours", 2.0)
        .containsEntry("missed_steps", 1.0);
    assertThat(finding.stake().orderIds()).containsExactly("o-s");
    assertThat(finding.parents())
        .containsExactly("PORT:CNSHA", "LANE:CN1-DE1-OCEAN", "CARRIER:EVER");
    assertThat(missed.wakeAt()).isEqualTo(at(116));
  }

  /** Arrivals are given 6 h, other steps 2 h. */
  @Test
  void aStepIsNotMissedWhileOneBeforeItMayStillComeInTime() {
    Shipment underWay = underWay();
    assertThat(tracker.awake(underWay, at(113)).findings()).isEmpty();
    assertThat(tracker.awake(underWay, at(113)).wakeAt()).isEqualTo(at(116));

    Finding finding = tracker.awake(underWay, at(116)).findings().get(0);

    assertThat(finding.since()).isEqualTo(at(116));
    assertThat(finding.summary()).contains("has not reported ARRIVING at NLRTM");
    assertThat(finding.evidence()).containsEntry("missed_steps", 2.0);
    assertThat(finding.parents())
        .containsExactly("PORT:NLRTM", "PORT:DEDUI", "LANE:CN1-DE1-OCEAN", "CARRIER:EVER");
  }

  /** As 0.1.0 did: its savepoints may hold such a shipment. */
  @Test
  void aStepThatWasMissedBeforeOneAheadOfItIsTakenBackWithTheNextNews() {
    Shipment underWay = underWay();
    Shipment old =
        new Shipment(
            underWay.plan(),
            underWay.version(),
            underWay.passed(),
            underWay.estimates(),
            underWay.end(),
            1,
            2,
            at(113));

    Result estimated =
        tracker.reported(
            old, estimated("s", BusinessStep.RECEIVING, "DE1", 113.5, 130), at(113.5), null);

    assertThat(estimated.findings()).extracting(Finding::status).containsExactly(Status.CLEARED);
    assertThat(estimated.wakeAt()).isEqualTo(at(116));
  }

  /** Departed in time; to arrive at hour 110, to be unloaded at 111, to be received at 130. */
  private Shipment underWay() {
    Result planned =
        tracker.planned(
            Shipment.UNKNOWN,
            plan("s")
                .setMilestones(
                    List.of(
                        planned(BusinessStep.DEPARTING, "CNSHA", 10),
                        planned(BusinessStep.ARRIVING, "NLRTM", 110),
                        planned(BusinessStep.UNLOADING, "DEDUI", 111),
                        planned(BusinessStep.RECEIVING, "DE1", 130)))
                .build(),
            at(0),
            null);
    return tracker
        .reported(planned.shipment(), taken("s", BusinessStep.DEPARTING, "CNSHA", 10), at(10), null)
        .shipment();
  }

  @Test
  void expeditingIsAdvisedWithItsArithmetic() {
    Result planned =
        tracker.planned(
            Shipment.UNKNOWN,
            plan("s").setRequiredBy(Instant.ofEpochMilli(at(120))).build(),
            at(0),
            null);

    Finding finding = tracker.awake(planned.shipment(), at(12)).findings().get(0);

    // Expected at 132, needed at 120: 12 h short; 30 % of the 120 h left can be won.
    assertThat(finding.action().getKind()).isEqualTo(ActionKind.EXPEDITE);
    assertThat(finding.action().getGainsHours()).isEqualTo(12.0);
    assertThat(finding.action().getCostMinor()).isEqualTo(50_00);
    assertThat(finding.action().getSavesMinor()).isEqualTo(100_00);
    assertThat(finding.action().getArithmetic())
        .isEqualTo(
            "12.0 h too late, of 120.0 h to go 30 % can be won: 12.0 h; cost 5000 (0.50 of freight 10000), saves 10000"
                + " (value 1000000, 0.020 of it per day)");
  }

  @Test
  void aLateReportClearsAndItsDelayMovesTheNextDeadline() {
    Shipment missed = missed("s");

    Result reported =
        tracker.reported(missed, taken("s", BusinessStep.DEPARTING, "CNSHA", 20), at(21), null);

    assertThat(reported.findings()).extracting(Finding::status).containsExactly(Status.CLEARED);
    assertThat(reported.wakeAt()).isEqualTo(at(110 + 10 + 6));
  }

  @Test
  void anEarlierStepHasHappenedWhenALaterOneHas() {
    Result reported =
        tracker.reported(
            missed("s"), taken("s", BusinessStep.ARRIVING, "NLRTM", 100), at(100), null);

    assertThat(reported.findings()).extracting(Finding::status).containsExactly(Status.CLEARED);
    assertThat(reported.shipment().next()).isEqualTo(2);
  }

  @Test
  void orderAndRepeatsChangeNothing() {
    Result early =
        tracker.reported(
            Shipment.UNKNOWN, taken("s", BusinessStep.DEPARTING, "CNSHA", 9), at(9), null);
    assertThat(early.findings()).isEmpty();
    Result planned = tracker.planned(early.shipment(), plan("s").build(), at(9), null);
    assertThat(planned.shipment().next()).isEqualTo(1);

    Result again = tracker.planned(planned.shipment(), plan("s").build(), at(9), null);
    Result twice =
        tracker.reported(
            again.shipment(), taken("s", BusinessStep.DEPARTING, "CNSHA", 9), at(9), null);

    assertThat(twice.shipment()).isEqualTo(planned.shipment());
    assertThat(twice.passages()).isEmpty();
    assertThat(twice.voyages()).isEmpty();
  }

  @Test
  void theHighestVersionCounts() {
    Result third =
        tracker.planned(
            Shipment.UNKNOWN,
            plan("s")
                .setVersion(3)
                .setMilestones(List.of(planned(BusinessStep.DEPARTING, "CNSHA", 50)))
                .build(),
            at(0),
            null);

    Result second = tracker.planned(third.shipment(), plan("s").setVersion(2).build(), at(1), null);

    assertThat(second.shipment()).isEqualTo(third.shipment());
    assertThat(second.wakeAt()).isEqualTo(at(52));
  }

  @Test
  void whoTakesAShipmentOverHearsWhatItMisses() {
    Result taken =
        tracker.planned(
            missed("s"), plan("s").setVersion(2).setOwner("otto").build(), at(13), null);
    assertThat(taken.findings())
        .extracting(finding -> finding.stake().owner())
        .containsExactly("otto");

    Result again =
        tracker.planned(
            taken.shipment(), plan("s").setVersion(3).setOwner("otto").build(), at(14), null);
    assertThat(again.findings()).isEmpty();
  }

  @Test
  void aCancelledShipmentIsClearedAndStaysAway() {
    Result cancelled =
        tracker.planned(
            missed("s"), plan("s").setVersion(2).setCancelled(true).build(), at(13), null);

    assertThat(cancelled.findings()).extracting(Finding::status).containsExactly(Status.CLEARED);
    assertThat(cancelled.shipment().plan()).isNull();
    assertThat(cancelled.shipment().end()).isEqualTo(End.CANCELLED);
    assertThat(cancelled.voyages()).extracting(Voyage::phase).containsExactly(Voyage.Phase.GONE);
    Result repeated = tracker.planned(cancelled.shipment(), plan("s").build(), at(14), null);
    assertThat(repeated.shipment().plan()).isNull();
  }

  @Test
  void aCancellationMayHaveFewerStepsThanWereMissed() {
    Result planned = tracker.planned(Shipment.UNKNOWN, plan("s").build(), at(0), null);
    Result arrived =
        tracker.reported(
            planned.shipment(), taken("s", BusinessStep.ARRIVING, "NLRTM", 110), at(110), null);
    Shipment missed = tracker.awake(arrived.shipment(), at(132)).shipment();
    assertThat(missed.firstMissed()).isEqualTo(2);

    Result cancelled =
        tracker.planned(
            missed,
            plan("s")
                .setVersion(2)
                .setCancelled(true)
                .setMilestones(List.of(planned(BusinessStep.DEPARTING, "CNSHA", 10)))
                .build(),
            at(133),
            null);

    assertThat(cancelled.findings()).extracting(Finding::status).containsExactly(Status.CLEARED);
    assertThat(cancelled.voyages()).extracting(Voyage::phase).containsExactly(Voyage.Phase.GONE);
  }

  @Test
  void aDeliveredShipmentLeavesALittleAndThenNothing() {
    Result delivered =
        tracker.reported(
            missed("s"), taken("s", BusinessStep.RECEIVING, "DE1", 140), at(140), null);

    assertThat(delivered.shipment().plan()).isNull();
    assertThat(delivered.voyages())
        .extracting(Voyage::phase)
        .containsExactly(Voyage.Phase.DELIVERED);
    Result repeated =
        tracker.planned(delivered.shipment(), plan("s").setVersion(9).build(), at(141), null);
    assertThat(repeated.findings()).isEmpty();
    assertThat(repeated.shipment().plan()).isNull();
    assertThat(tracker.awake(delivered.shipment(), delivered.wakeAt()).shipment()).isNull();
  }

  @Test
  void whatIsOverIsRememberedFromNowOn() {
    Result delivered =
        tracker.reported(
            missed("s"), taken("s", BusinessStep.RECEIVING, "DE1", 140), at(200), null);
    assertThat(delivered.wakeAt()).isEqualTo(at(200) + Shipments.RULES.retention());

    Result repeated =
        tracker.reported(
            delivered.shipment(), taken("s", BusinessStep.DEPARTING, "CNSHA", 10), at(201), null);
    assertThat(repeated.wakeAt()).isEqualTo(at(201) + Shipments.RULES.retention());
  }

  @Test
  void oneOfWhichNothingIsHeardIsGivenUp() {
    Result given = tracker.awake(missed("s"), at(132) + Shipments.RULES.retention());

    assertThat(given.shipment()).isNull();
    assertThat(given.findings()).extracting(Finding::status).containsExactly(Status.CLEARED);
    assertThat(given.passages()).extracting(Passage::kind).containsOnly(Passage.Kind.WITHDRAWN);
  }

  @Test
  void anEstimateMovesDeadlinesAndTheArrival() {
    Shipment planned = tracker.planned(Shipment.UNKNOWN, plan("s").build(), at(0), null).shipment();

    Result estimated =
        tracker.reported(
            planned, estimated("s", BusinessStep.DEPARTING, "CNSHA", 5, 40), at(5), null);

    assertThat(estimated.wakeAt()).isEqualTo(at(42));
    Voyage voyage = estimated.voyages().get(0);
    assertThat(voyage.estimated()).isTrue();
    assertThat(voyage.arrival()).isEqualTo(at(160));
    // The port is told what was expected without it.
    assertThat(estimated.passages())
        .filteredOn(passage -> passage.placeType() == SubjectType.PORT)
        .singleElement()
        .satisfies(
            passage -> {
              assertThat(passage.expectedAt()).isEqualTo(at(10));
              assertThat(passage.saidAt()).isEqualTo(at(40));
            });
  }

  @Test
  void ordersThatItDoesNotCarryAnyMoreHearSo() {
    Result other =
        tracker.planned(
            missed("s"), plan("s").setVersion(2).setOrderIds(List.of("o-2")).build(), at(13), null);

    assertThat(other.voyages()).extracting(Voyage::phase).contains(Voyage.Phase.OPEN);
    assertThat(carriages(other)).containsExactly(tuple("o-s", true), tuple("o-2", false));
    assertThat(tracker.planned(other.shipment(), plan("s").build(), at(14), null).voyages())
        .isEmpty();
  }

  @Test
  void ordersThatACancellationDoesNotNameHearOfItToo() {
    Result cancelled =
        tracker.planned(
            missed("s"),
            plan("s").setVersion(2).setCancelled(true).setOrderIds(List.of("o-2")).build(),
            at(13),
            null);

    assertThat(carriages(cancelled)).containsExactly(tuple("o-s", true), tuple("o-2", true));
  }

  private static List<Tuple> carriages(Result result) {
    return result.voyages().stream()
        .flatMap(voyage -> Carriage.of(voyage).stream())
        .map(carriage -> tuple(carriage.orderId(), carriage.withdrawn()))
        .toList();
  }

  @Test
  void theLaneBeforeHearsThatItHasMoved() {
    Result moved =
        tracker.planned(
            missed("s"), plan("s").setVersion(2).setLaneId("rail").build(), at(13), null);

    assertThat(moved.voyages())
        .extracting(Voyage::laneId, Voyage::phase)
        .containsExactly(
            tuple("CN1-DE1-OCEAN", Voyage.Phase.MOVED_AWAY),
            tuple("rail", Voyage.Phase.MOVED_HERE));
  }

  @Test
  void theLaneBeforeHearsOfTheEndThatMovesIt() {
    Result cancelled =
        tracker.planned(
            missed("s"),
            plan("s").setVersion(2).setLaneId("rail").setCancelled(true).build(),
            at(13),
            null);

    assertThat(cancelled.voyages())
        .extracting(Voyage::laneId, Voyage::phase)
        .containsExactly(
            tuple("CN1-DE1-OCEAN", Voyage.Phase.GONE), tuple("rail", Voyage.Phase.GONE));
  }

  /** A place keeps what it hears of each shipment, and its alert names no more. */
  @Test
  void placesHearOfNoMoreOrdersThanAnAlertNames() {
    List<String> orders = IntStream.range(0, 10_000).mapToObj(i -> "o-" + i / 2).toList();

    Result planned =
        tracker.planned(Shipment.UNKNOWN, plan("s").setOrderIds(orders).build(), at(0), null);

    assertThat(planned.passages())
        .extracting(Passage::orderIds)
        .hasSize(2)
        .allSatisfy(
            named ->
                assertThat(named)
                    .hasSize(Stake.MAX_ORDERS)
                    .doesNotHaveDuplicates()
                    .startsWith("o-0", "o-1"));
    assertThat(planned.voyages())
        .extracting(voyage -> voyage.orderIds().size())
        .containsExactly(10_000);
    assertThat(tracker.awake(planned.shipment(), at(12)).findings())
        .extracting(finding -> finding.stake().orderIds().size())
        .containsExactly(Stake.MAX_ORDERS);
  }

  @Test
  void placesHearOfTheNextStep() {
    Result planned = tracker.planned(Shipment.UNKNOWN, plan("s").build(), at(0), null);
    assertThat(planned.passages())
        .extracting(Passage::place, Passage::kind)
        .containsExactly(
            tuple("PORT:CNSHA", Passage.Kind.EXPECTED),
            tuple("CARRIER:EVER", Passage.Kind.EXPECTED));

    Result departed =
        tracker.reported(
            planned.shipment(), taken("s", BusinessStep.DEPARTING, "CNSHA", 13), at(13), null);

    assertThat(departed.passages())
        .extracting(Passage::place, Passage::kind)
        .containsExactly(
            tuple("PORT:CNSHA", Passage.Kind.HAPPENED),
            tuple("CARRIER:EVER", Passage.Kind.HAPPENED),
            tuple("PORT:NLRTM", Passage.Kind.EXPECTED),
            tuple("LANE:CN1-DE1-OCEAN", Passage.Kind.EXPECTED),
            tuple("CARRIER:EVER", Passage.Kind.EXPECTED));
    assertThat(departed.passages())
        .filteredOn(passage -> passage.kind() == Passage.Kind.EXPECTED)
        .allSatisfy(passage -> assertThat(passage.expectedAt()).isEqualTo(at(113)));
  }

  private Shipment missed(String shipment) {
    Result planned = tracker.planned(Shipment.UNKNOWN, plan(shipment).build(), at(0), null);
    return tracker.awake(planned.shipment(), at(12)).shipment();
  }
}
