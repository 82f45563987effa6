package dev.millrace.supplychain;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.common.ingest.Received;
import dev.millrace.suite.Source;
import dev.millrace.supply.BusinessStep;
import dev.millrace.supply.PlannedMilestone;
import dev.millrace.supply.ShipmentMilestone;
import dev.millrace.supply.ShipmentPlan;
import dev.millrace.supplychain.domain.shipment.Expediting;
import dev.millrace.supplychain.domain.shipment.TrackingRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;

/** Plans and milestones for tests. */
public final class Shipments {

  /** A Wednesday noon. */
  public static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

  /** Grace of 2 h, of 6 h at arrivals. */
  public static final TrackingRules RULES =
      new TrackingRules(
          Duration.ofHours(2).toMillis(),
          Map.of(BusinessStep.ARRIVING, Duration.ofHours(6).toMillis()),
          Duration.ofDays(30).toMillis(),
          new Expediting(0.5, 0.3, 0.02));

  static {
    TrustedRecords.trust();
  }

  private Shipments() {}

  /** A moment, in hours after {@link #NOON}. */
  public static long at(double hours) {
    return NOON.toEpochMilli() + Math.round(hours * 3_600_000);
  }

  /**
   * A shipment that departs from CNSHA at hour 10, arrives at NLRTM at hour 110 and is received in
   * DE1 at hour 130.
   */
  public static ShipmentPlan.Builder plan(String shipment) {
    return ShipmentPlan.newBuilder()
        .setShipmentId(shipment)
        .setVersion(1)
        .setEventTime(NOON)
        .setLaneId("CN1-DE1-OCEAN")
        .setCarrierId("EVER")
        .setOrigin("CN1")
        .setDestination("DE1")
        .setMilestones(
            List.of(
                planned(BusinessStep.DEPARTING, "CNSHA", 10),
                planned(BusinessStep.ARRIVING, "NLRTM", 110),
                planned(BusinessStep.RECEIVING, "DE1", 130)))
        .setOrderIds(List.of("o-" + shipment))
        .setValueMinor(10_000_00L)
        .setFreightMinor(100_00L)
        .setCurrency("EUR");
  }

  /** A step of a plan. */
  public static PlannedMilestone planned(BusinessStep step, String point, double hours) {
    return new PlannedMilestone(step, point, Instant.ofEpochMilli(at(hours)));
  }

  /** A step that was taken. */
  public static ShipmentMilestone taken(
      String shipment, BusinessStep step, String point, double hours) {
    return ShipmentMilestone.newBuilder()
        .setEventId("%s/%s/%s/%s".formatted(shipment, step, point, hours))
        .setShipmentId(shipment)
        .setBusinessStep(step)
        .setReadPoint(point)
        .setEventTime(Instant.ofEpochMilli(at(hours)))
        .build();
  }

  /** An estimate that was made at one hour, for another. */
  public static ShipmentMilestone estimated(
      String shipment, BusinessStep step, String point, double madeAt, double hours) {
    return ShipmentMilestone.newBuilder(taken(shipment, step, point, madeAt))
        .setEventId("%s/%s/%s/%s/estimate".formatted(shipment, step, point, madeAt))
        .setEstimatedAt(Instant.ofEpochMilli(at(hours)))
        .build();
  }

  /** A record as it comes from its topic. */
  public static <T extends SpecificRecordBase> Received<T> received(T value) {
    return new Received<>(value, new Source("topic", 0, 7L), NOON.toEpochMilli());
  }
}
