package dev.millrace.supplychain.operator;

import static dev.millrace.supplychain.Shipments.at;
import static dev.millrace.supplychain.Shipments.plan;
import static dev.millrace.supplychain.Shipments.planned;
import static dev.millrace.supplychain.Shipments.taken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.supply.BusinessStep;
import dev.millrace.supply.PlannedMilestone;
import dev.millrace.supply.ShipmentPlan;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.Shipments;
import dev.millrace.supplychain.domain.anomaly.AnomalyDetector;
import dev.millrace.supplychain.domain.anomaly.AnomalyRules;
import dev.millrace.supplychain.domain.anomaly.SeriesMemory;
import dev.millrace.supplychain.domain.anomaly.SeriesPoint;
import dev.millrace.supplychain.domain.place.ArrivalEstimator;
import dev.millrace.supplychain.domain.place.ArrivalRules;
import dev.millrace.supplychain.domain.place.DisruptionRules;
import dev.millrace.supplychain.domain.place.Expected;
import dev.millrace.supplychain.domain.place.Passage;
import dev.millrace.supplychain.domain.place.Place;
import dev.millrace.supplychain.domain.place.PlaceWatch;
import dev.millrace.supplychain.domain.place.Transits;
import dev.millrace.supplychain.domain.shipment.Shipment;
import dev.millrace.supplychain.domain.shipment.ShipmentTracker;
import dev.millrace.supplychain.domain.shipment.Voyage;
import dev.millrace.supplychain.domain.stock.LocationStock;
import dev.millrace.supplychain.domain.stock.StockRecords;
import dev.millrace.supplychain.domain.supplier.Supplier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** Bytes of what is kept, as they are in a checkpoint; the README's figures. */
class StateSizesTest {
  private static final DisruptionRules RULES =
      new DisruptionRules(0.98, 0.7, 3, 9, 2, 1_800_000, 43_200_000, 259_200_000);

  @Test
  void aShipment() throws IOException {
    Shipment shipment = Shipment.UNKNOWN.with(eightSteps().build());
    assertThat(bytes("shipment of 8 steps, planned", ShipmentTypes.SHIPMENT, shipment))
        .isLessThan(600);
    for (int i = 0; i < 7; i++) {
      shipment = shipment.with(taken("SSCC-000000000000000001", BusinessStep.LOADING, "P" + i, i));
    }
    assertThat(bytes("shipment of 8 steps, 7 taken", ShipmentTypes.SHIPMENT, shipment))
        .isLessThan(900);
    assertThat(
            bytes(
                "shipment that has ended",
                ShipmentTypes.SHIPMENT,
                shipment.ended(Shipment.End.DELIVERED)))
        .isLessThan(350);
  }

  @Test
  void aLane() throws IOException {
    ArrivalEstimator estimator =
        new ArrivalEstimator(new ArrivalRules(43_200_000, Shipments.RULES.expediting()));
    ShipmentTracker tracker = new ShipmentTracker(Shipments.RULES);
    Transits transits = Transits.NONE;
    for (int i = 0; i < 100; i++) {
      Shipment planned =
          tracker.planned(Shipment.UNKNOWN, plan("s").build(), at(0), null).shipment();
      Shipment departed =
          tracker
              .reported(planned, taken("s", BusinessStep.DEPARTING, "CNSHA", 10), at(10), null)
              .shipment();
      Voyage delivered =
          tracker
              .reported(departed, taken("s", BusinessStep.RECEIVING, "DE1", 130 + i), at(230), null)
              .voyages()
              .get(0);
      transits = estimator.on(transits, null, delivered).transits();
    }
    assertThat(bytes("transits of a lane", EstimateArrivals.TRANSITS, transits)).isLessThan(850);

    PlaceWatch watch = new PlaceWatch(RULES);
    Place place = Place.UNKNOWN;
    for (BusinessStep step : List.of(BusinessStep.TRANSPORTING, BusinessStep.ARRIVING)) {
      for (int i = 0; i < 1_000; i++) {
        Expected expected = watch.passage(place, null, passage("s", step, 0)).expected();
        place = watch.passage(place, expected, passage("s", step, i)).place();
      }
    }
    assertThat(bytes("lane as a place, nothing late", WatchPlace.PLACE, place)).isLessThan(400);
    for (int i = 0; i < 100; i++) {
      Passage passage = passage("SSCC-000000000000000" + i, BusinessStep.ARRIVING, 0);
      place = watch.overdue(place, new Expected(passage, at(9), false), at(200)).place();
    }
    assertThat(bytes("lane as a place, 100 late", WatchPlace.PLACE, place)).isLessThan(12_000);
    for (int i = 100; i < 10_000; i++) {
      Passage passage = passage("SSCC-000000000000000" + i, BusinessStep.ARRIVING, 0);
      place = watch.overdue(place, new Expected(passage, at(9), false), at(200)).place();
    }
    assertThat(bytes("lane as a place, 10,000 late", WatchPlace.PLACE, place)).isLessThan(16_000);
  }

  @Test
  void aProductAtALocation() throws IOException {
    LocationStock stock = LocationStock.EMPTY;
    for (int day = 0; day < 60; day++) {
      stock = stock.counted(StockRecords.level("DE1", day, 100), StockRecords.POLICY);
      stock = stock.demanded(StockRecords.demand("DE1", day + 0.5, 10), StockRecords.POLICY);
    }
    assertThat(bytes("product at a location, 60 days", StockTypes.LOCATION, stock))
        .isLessThan(1_500);
  }

  @Test
  void aSeriesAndASupplier() throws IOException {
    SeriesMemory memory = new SeriesMemory();
    AnomalyDetector detector = new AnomalyDetector(AnomalyRules.DEFAULT);
    for (int i = 0; i < 5_000; i++) {
      detector.score(memory, SeriesPoint.of("s", at(i / 12.0), Math.sin(i / 50.0)));
    }
    assertThat(bytes("series", AnomalyTypes.MEMORY, memory)).isLessThan(4_500);
    assertThat(bytes("supplier", SupplierTypes.SUPPLIER, Supplier.UNKNOWN)).isLessThan(250);
  }

  private static ShipmentPlan.Builder eightSteps() {
    List<PlannedMilestone> steps = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      steps.add(planned(BusinessStep.LOADING, "P" + i, 10 * i));
    }
    return plan("SSCC-000000000000000001").setMilestones(steps);
  }

  private static Passage passage(String shipment, BusinessStep step, double happened) {
    return new Passage(
        SubjectType.LANE,
        "CN1-DE1-OCEAN",
        happened == 0 ? Passage.Kind.EXPECTED : Passage.Kind.HAPPENED,
        shipment,
        step,
        at(0),
        360_000_000,
        happened == 0 ? 0 : at(happened % 10),
        "CN1-DE1-OCEAN",
        "CN1>DE1",
        1_000_000L,
        "EUR",
        List.of("order-0000001"),
        at(happened),
        null);
  }

  @SuppressWarnings("SystemOut") // the figures are what it is run for
  private static <T> int bytes(String what, TypeInformation<T> type, T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    type.createSerializer(new SerializerConfigImpl()).serialize(value, out);
    System.out.printf("state bytes of a %s: %d%n", what, out.length());
    return out.length();
  }
}
