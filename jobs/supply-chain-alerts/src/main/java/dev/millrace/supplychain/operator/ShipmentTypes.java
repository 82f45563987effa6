package dev.millrace.supplychain.operator;

import dev.millrace.common.contract.RecordType;
import dev.millrace.suite.Source;
import dev.millrace.supply.BusinessStep;
import dev.millrace.supply.ShipmentPlan;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.place.Passage;
import dev.millrace.supplychain.domain.shipment.Passed;
import dev.millrace.supplychain.domain.shipment.Shipment;
import dev.millrace.supplychain.domain.shipment.Voyage;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** How Flink serializes shipments and what is said of them. */
public final class ShipmentTypes {
  static final TypeInformation<List<String>> TEXTS = Types.LIST(Types.STRING);
  static final TypeInformation<Source> SOURCE = new RecordType<>(Source.class);

  private static final TypeInformation<Passed> PASSED =
      Types.POJO(
          Passed.class,
          Map.of(
              "step", Types.ENUM(BusinessStep.class),
              "readPoint", Types.STRING,
              "time", Types.LONG,
              "saidAt", Types.LONG));

  static final TypeInformation<Shipment> SHIPMENT =
      Types.POJO(
          Shipment.class,
          Map.of(
              "plan",
              new RecordType<>(ShipmentPlan.class),
              "version",
              Types.LONG,
              "passed",
              Types.LIST(PASSED),
              "estimates",
              Types.LIST(PASSED),
              "end",
              Types.ENUM(Shipment.End.class),
              "missed",
              Types.INT,
              "firstMissed",
              Types.INT,
              "missedSince",
              Types.LONG));

  /** What places hear. */
  public static final TypeInformation<Passage> PASSAGE =
      Types.POJO(
          Passage.class,
          Map.ofEntries(
              Map.entry("placeType", Types.ENUM(SubjectType.class)),
              Map.entry("placeId", Types.STRING),
              Map.entry("kind", Types.ENUM(Passage.Kind.class)),
              Map.entry("shipmentId", Types.STRING),
              Map.entry("step", Types.ENUM(BusinessStep.class)),
              Map.entry("expectedAt", Types.LONG),
              Map.entry("legMillis", Types.LONG),
              Map.entry("saidAt", Types.LONG),
              Map.entry("laneId", Types.STRING),
              Map.entry("corridor", Types.STRING),
              Map.entry("valueMinor", Types.LONG),
              Map.entry("currency", Types.STRING),
              Map.entry("orderIds", TEXTS),
              Map.entry("time", Types.LONG),
              Map.entry("source", SOURCE)));

  /** What lanes hear. */
  public static final TypeInformation<Voyage> VOYAGE =
      Types.POJO(
          Voyage.class,
          Map.ofEntries(
              Map.entry("shipmentId", Types.STRING),
              Map.entry("laneId", Types.STRING),
              Map.entry("corridor", Types.STRING),
              Map.entry("readPoints", TEXTS),
              Map.entry("phase", Types.ENUM(Voyage.Phase.class)),
              Map.entry("departedAt", Types.LONG),
              Map.entry("endedAt", Types.LONG),
              Map.entry("plannedDeparture", Types.LONG),
              Map.entry("plannedEnd", Types.LONG),
              Map.entry("neededAt", Types.LONG),
              Map.entry("arrival", Types.LONG),
              Map.entry("estimated", Types.BOOLEAN),
              Map.entry("valueMinor", Types.LONG),
              Map.entry("freightMinor", Types.LONG),
              Map.entry("currency", Types.STRING),
              Map.entry("owner", Types.STRING),
              Map.entry("orderIds", TEXTS),
              Map.entry("parents", TEXTS),
              Map.entry("time", Types.LONG),
              Map.entry("source", SOURCE)));

  private ShipmentTypes() {}
}
