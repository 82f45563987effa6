package dev.millrace.supplychain.operator;

import static dev.millrace.supplychain.Shipments.at;
import static dev.millrace.supplychain.Shipments.estimated;
import static dev.millrace.supplychain.Shipments.plan;
import static dev.millrace.supplychain.Shipments.taken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.supply.BusinessStep;
import dev.millrace.supply.ShipmentMilestone;
import dev.millrace.supply.ShipmentPlan;
import dev.millrace.supplychain.Shipments;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Finding.Status;
import dev.millrace.supplychain.domain.place.ArrivalRules;
import dev.millrace.supplychain.domain.shipment.Shipment;
import dev.millrace.supplychain.domain.shipment.ShipmentTracker;
import dev.millrace.supplychain.domain.shipment.Voyage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EstimateArrivalsTest {
  private static final Duration RETENTION = Duration.ofDays(100);

  private final ShipmentTracker tracker = new ShipmentTracker(Shipments.RULES);
  private Shipment shipment = Shipment.UNKNOWN;
  private KeyedOneInputStreamOperatorTestHarness<String, Voyage, Finding> operator;

  @BeforeEach
  void open() throws Exception {
    operator = harness();
    operator.open();
    slip();
  }

  @AfterEach
  void close() throws Exception {
    operator.close();
  }

  @Test
  void aSlipIsOverWhereTheNextLaneIsInTime() throws Exception {
    send(moved().setRequiredBy(Instant.ofEpochMilli(at(200))).build());

    assertThat(findings())
        .extracting(Finding::status)
        .containsExactly(Status.RAISED, Status.CLEARED);
    assertThat(findings().get(1).summary()).isEqualTo("Shipment s will arrive when it is needed");
    assertNothingIsLeft();
  }

  /** A clearance by one lane could overtake what the other raises. */
  @Test
  void aSlipThatGoesOnIsSaidByTheNextLaneAlone() throws Exception {
    send(moved().build());

    assertThat(findings())
        .extracting(Finding::status)
        .containsExactly(Status.RAISED, Status.RAISED);
    // The lane before has handed over all that it knew.
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);

    send(moved().setVersion(3).setCancelled(true).build());

    assertThat(findings()).hasSize(3);
    assertThat(findings().get(2).status()).isEqualTo(Status.CLEARED);
    assertNothingIsLeft();
  }

  @Test
  void aSlipIsOverWithTheShipmentThatMoves() throws Exception {
    send(moved().setCancelled(true).build());

    assertThat(findings())
        .extracting(Finding::status)
        .containsExactly(Status.RAISED, Status.CLEARED);
    assertNothingIsLeft();
  }

  @Test
  void aShipmentThatCarriesOtherOrdersIsAsLateAsBefore() throws Exception {
    send(plan("s").setVersion(2).setOrderIds(List.of("other")).build());

    assertThat(findings())
        .extracting(finding -> finding.status() + " " + finding.stake().orderIds())
        .containsExactly("RAISED [o-s]", "RAISED [other]");
    assertThat(findings().get(1).since()).isEqualTo(findings().get(0).since());
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
  }

  @Test
  void aSlipIsOverWithAShipmentThatLosesAnOrderAndIsCancelled() throws Exception {
    send(plan("s").setVersion(2).setOrderIds(List.of()).setCancelled(true).build());

    assertThat(findings())
        .extracting(Finding::status)
        .containsExactly(Status.RAISED, Status.CLEARED);
    assertNothingIsLeft();
  }

  @Test
  void whoTakesAShipmentOverHearsThatItIsLate() throws Exception {
    send(plan("s").setVersion(2).setOwner("otto").build());
    send(plan("s").setVersion(3).setOwner("otto").build());

    assertThat(findings())
        .extracting(finding -> finding.stake().owner())
        .containsExactly(plan("s").build().getOwner(), "otto");
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  @Test
  void aRestartForgetsNoSlip() throws Exception {
    Finding before = findings().get(0);
    restart();

    send(plan("s").setVersion(2).setCancelled(true).build());

    assertThat(findings()).extracting(Finding::status).containsExactly(Status.CLEARED);
    assertThat(findings().get(0).since()).isEqualTo(before.since());
    assertNothingIsLeft();
  }

  @Test
  void aRestartForgetsNothingThatALaneHasLearned() throws Exception {
    deliver(20, 150);
    restart();

    shipment = Shipment.UNKNOWN;
    send(plan("t").build());
    report(taken("t", BusinessStep.DEPARTING, "CNSHA", 10));

    // It takes a quarter more time than the 120 h of its plan, as those before it.
    assertThat(findings()).extracting(Finding::alertId).containsExactly("SHIPMENT:t:ETA_SLIP");
    assertThat(findings().get(0).evidence())
        .containsEntry("late_hours", 30.0)
        .containsEntry("lane_median_hours", 150.0);
  }

  @Test
  void aLaneWithoutShipmentsLeavesOnlyWhatItHasLearned() throws Exception {
    deliver(200, 120);
    send(plan("s").setVersion(2).setCancelled(true).build());

    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
    assertNoTimerIsLeft();
  }

  @Test
  void aSlipIsForgottenWithALaneThatIsIdle() throws Exception {
    operator.setStateTtlProcessingTime(0);
    send(plan("s").setVersion(2).setOwner("otto").build());
    assertThat(findings()).hasSize(2);

    operator.setStateTtlProcessingTime(RETENTION.toMillis() + 1);
    send(plan("s").setVersion(3).setOwner("otto").setCancelled(true).build());

    assertThat(findings()).hasSize(2);
  }

  /** Shipments that are delivered so many hours after they left. */
  private void deliver(int shipments, double hours) throws Exception {
    Shipment late = shipment;
    for (int i = 0; i < shipments; i++) {
      shipment = Shipment.UNKNOWN;
      String id = "delivered" + i;
      send(plan(id).setRequiredBy(Instant.ofEpochMilli(at(1_000))).build());
      report(taken(id, BusinessStep.DEPARTING, "CNSHA", 10));
      report(taken(id, BusinessStep.RECEIVING, "DE1", 10 + hours));
    }
    shipment = late;
  }

  @Test
  void whatIsNotHeardOfForLongIsRemovedThoughNothingComes() throws Exception {
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
    assertThat(operator.numProcessingTimeTimers()).isEqualTo(1);

    operator.setStateTtlProcessingTime(2 * RETENTION.toMillis());
    operator.setProcessingTime(2 * RETENTION.toMillis());

    assertThat(operator.numKeyedStateEntries()).isZero();
    assertThat(operator.numProcessingTimeTimers()).isZero();
  }

  private void assertNothingIsLeft() throws Exception {
    assertThat(operator.numKeyedStateEntries()).isZero();
    assertNoTimerIsLeft();
  }

  /** The one that sweeps goes when it finds nothing to sweep. */
  private void assertNoTimerIsLeft() throws Exception {
    assertThat(operator.numEventTimeTimers()).isZero();
    operator.setProcessingTime(RETENTION.toMillis());
    assertThat(operator.numProcessingTimeTimers()).isZero();
  }

  private void restart() throws Exception {
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();
    operator = harness();
    operator.initializeState(snapshot);
    operator.open();
  }

  private static ShipmentPlan.Builder moved() {
    return plan("s").setVersion(2).setLaneId("rail");
  }

  private void slip() throws Exception {
    send(plan("s").build());
    report(estimated("s", BusinessStep.DEPARTING, "CNSHA", 5, 40));
  }

  private void report(ShipmentMilestone milestone) throws Exception {
    apply(tracker.reported(shipment, milestone, milestone.getEventTime().toEpochMilli(), null));
  }

  private void send(ShipmentPlan plan) throws Exception {
    apply(tracker.planned(shipment, plan, at(5), null));
  }

  private void apply(ShipmentTracker.Result result) throws Exception {
    shipment = result.shipment();
    for (Voyage voyage : result.voyages()) {
      operator.processElement(voyage, voyage.time());
    }
  }

  private List<Finding> findings() {
    return operator.extractOutputValues();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Voyage, Finding> harness()
      throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(
            new EstimateArrivals(
                new ArrivalRules(Duration.ofHours(12).toMillis(), Shipments.RULES.expediting()),
                RETENTION)),
        Voyage::laneId,
        Types.STRING);
  }
}
