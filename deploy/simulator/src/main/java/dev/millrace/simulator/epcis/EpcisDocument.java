package dev.millrace.simulator.epcis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.simulator.supply.SupplyEvent;
import dev.millrace.supply.BusinessStep;
import dev.millrace.supply.Disposition;
import dev.millrace.supply.Quantity;
import dev.millrace.supply.ShipmentMilestone;
import dev.millrace.supply.TelemetryReading;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Milestones and readings in an EPCIS 2.0 document in JSON-LD.
 *
 * <p>An event with a business step that the suite knows becomes a milestone of each logistic unit
 * (SSCC), shipment (GSIN) or consignment (GINC) that it names; what is aggregated stands for its
 * parent. Each report of its sensors becomes a reading. What is not used is counted by its reason.
 *
 * @param records in the order of the document
 * @param unused what did not become a record, by reason
 */
public record EpcisDocument(List<SupplyEvent> records, SortedMap<String, Integer> unused) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> TYPES =
      Set.of(
          "ObjectEvent",
          "AggregationEvent",
          "AssociationEvent",
          "TransactionEvent",
          "TransformationEvent");
  private static final List<String> SHIPMENTS =
      List.of(
          "urn:epc:id:sscc:",
          "urn:epc:id:gsin:",
          "urn:epc:id:ginc:",
          "https://id.gs1.org/00/",
          "https://id.gs1.org/401/",
          "https://id.gs1.org/402/");
  private static final double ZERO_CELSIUS_KELVIN = 273.15;
  private static final double STANDARD_GRAVITY = 9.80665;

  /**
   * The records in a document.
   *
   * @param now when it is read: what it says of times to come is known from now on
   * @throws InvalidEventException naming what is wrong with the first event that is
   * @throws IOException if it cannot be read or is not JSON
   */
  public static EpcisDocument read(InputStream document, Instant now)
      throws IOException, InvalidEventException {
    JsonNode root = JSON.readTree(document);
    JsonNode type = root == null ? null : root.get("type");
    if (type == null || !type.asText().equals("EPCISDocument")) {
      throw new InvalidEventException("type must be EPCISDocument, got " + type);
    }
    JsonNode version = root.get("schemaVersion");
    if (version == null || !version.asText().startsWith("2")) {
      throw new InvalidEventException("schemaVersion must be 2.0 or a later 2, got " + version);
    }
    JsonNode events = root.path("epcisBody").path("eventList");
    if (!events.isArray()) {
      throw new InvalidEventException(
          "epcisBody.eventList must be a list of events, got " + events);
    }
    EpcisDocument result = new EpcisDocument(new ArrayList<>(), new TreeMap<>());
    int number = 0;
    for (JsonNode event : events) {
      result.add(new EpcisEvent(event, ++number));
    }
    return result.knownBy(now);
  }

  /** The same, without anything that becomes known only later: a sender would wait for it. */
  private EpcisDocument knownBy(Instant now) {
    long latest = now.toEpochMilli();
    return new EpcisDocument(
        records.stream()
            .map(
                record ->
                    new SupplyEvent(
                        record.topic(),
                        record.key(),
                        record.value(),
                        Math.min(record.time(), latest)))
            .toList(),
        unused);
  }

  private void add(EpcisEvent event) throws InvalidEventException {
    String type = event.type();
    if (!TYPES.contains(type)) {
      unused("event of type " + type);
      return;
    }
    if (event.has("errorDeclaration")) {
      unused("event that declares another one to be an error");
      return;
    }
    Set<String> shipments = shipments(event);
    milestones(event, shipments);
    readings(event, shipments);
  }

  private void milestones(EpcisEvent event, Set<String> shipments) throws InvalidEventException {
    Instant time = event.time("eventTime");
    Optional<String> step = event.text("bizStep");
    if (step.isEmpty()) {
      if (!event.has("sensorElementList")) {
        unused("event without bizStep");
      }
      return;
    }
    Optional<BusinessStep> known =
        Vocabulary.constant(BusinessStep.class, step.get())
            .filter(constant -> constant != BusinessStep.UNKNOWN);
    if (known.isEmpty()) {
      unused("bizStep " + Vocabulary.word(step.get()));
      return;
    }
    if (shipments.isEmpty()) {
      unused("event without a logistic unit, shipment or consignment");
      return;
    }
    String place =
        place(event)
            .orElseThrow(() -> event.invalid("readPoint", "set where there is a bizStep", "none"));
    for (String shipment : shipments) {
      add(
          SupplyEvent.MILESTONES,
          shipment,
          time,
          ShipmentMilestone.newBuilder()
              .setEventId(event.id(shipments.size() == 1 ? "" : "/" + shipment))
              .setShipmentId(shipment)
              .setBusinessStep(known.get())
              .setDisposition(
                  event
                      .text("disposition")
                      .flatMap(text -> Vocabulary.constant(Disposition.class, text))
                      .orElse(Disposition.UNKNOWN))
              .setReadPoint(place)
              .setEventTime(time)
              .build());
    }
  }

  private void readings(EpcisEvent event, Set<String> shipments) throws InvalidEventException {
    int number = 0;
    for (JsonNode element : event.list("sensorElementList")) {
      JsonNode metadata = element.path("sensorMetadata");
      JsonNode reports = element.path("sensorReport");
      if (!reports.isArray()) {
        throw event.invalid("sensorElementList.sensorReport", "a list", reports.toString());
      }
      for (JsonNode report : reports) {
        number++;
        reading(event, shipments, metadata, report, number);
      }
    }
  }

  private void reading(
      EpcisEvent event, Set<String> shipments, JsonNode metadata, JsonNode report, int number)
      throws InvalidEventException {
    String type = EpcisEvent.textOf(report.get("type")).map(Vocabulary::word).orElse("none");
    Optional<Quantity> quantity = quantity(type);
    if (quantity.isEmpty()) {
      unused("sensor report of type " + type);
      return;
    }
    JsonNode value = report.get("value");
    if (value == null) {
      unused("sensor report without a single value");
      return;
    }
    if (!value.isNumber()) {
      throw event.invalid("sensorReport.value", "a number", value.toString());
    }
    Optional<String> place = place(event);
    String unit = EpcisEvent.textOf(report.get("uom")).orElse("none");
    double converted = converted(event, quantity.get(), value.asDouble(), unit);
    Optional<String> said =
        EpcisEvent.textOf(report.get("time")).or(() -> EpcisEvent.textOf(metadata.get("time")));
    Instant time =
        said.isPresent()
            ? event.time("sensorElementList.time", said.get())
            : event.time("eventTime");
    String device =
        event.id(
            "sensorMetadata.deviceID",
            EpcisEvent.textOf(report.get("deviceID"))
                .or(() -> EpcisEvent.textOf(metadata.get("deviceID")))
                .or(() -> place)
                .orElseThrow(
                    () -> event.invalid("sensorMetadata.deviceID", "set, or readPoint", "none")));
    add(
        SupplyEvent.TELEMETRY,
        device,
        time,
        TelemetryReading.newBuilder()
            .setReadingId(event.id("#" + number))
            .setDeviceId(device)
            .setQuantity(quantity.get())
            .setValue(converted)
            .setEventTime(time)
            .setShipmentId(shipments.size() == 1 ? shipments.iterator().next() : null)
            .setLocationId(shipments.isEmpty() ? place.orElse(null) : null)
            .build());
  }

  private static Optional<Quantity> quantity(String type) {
    return switch (type) {
      case "Temperature" -> Optional.of(Quantity.TEMPERATURE);
      case "RelativeHumidity" -> Optional.of(Quantity.HUMIDITY);
      case "Acceleration" -> Optional.of(Quantity.SHOCK);
      default -> Optional.empty();
    };
  }

  /** A value in the suite's unit, from one of UN/CEFACT's units. */
  private static double converted(EpcisEvent event, Quantity quantity, double value, String unit)
      throws InvalidEventException {
    return switch (quantity + " " + unit) {
      case "TEMPERATURE CEL", "HUMIDITY P1", "HUMIDITY A93", "SHOCK K40" -> value;
      case "TEMPERATURE FAH" -> (value - 32) / 1.8;
      case "TEMPERATURE KEL" -> value - ZERO_CELSIUS_KELVIN;
      case "SHOCK MSK" -> value / STANDARD_GRAVITY;
      default ->
          throw event.invalid(
              "sensorReport.uom",
              "CEL, FAH or KEL of a temperature, P1 or A93 of a humidity, MSK or K40 of an acceleration",
              unit);
    };
  }

  /** What is under way, each once: the parent where something is aggregated. */
  private static Set<String> shipments(EpcisEvent event) throws InvalidEventException {
    Optional<String> parent = event.text("parentID").filter(EpcisDocument::isShipment);
    if (parent.isPresent()) {
      return Set.of(event.id("parentID", parent.get()));
    }
    Set<String> shipments = new LinkedHashSet<>();
    for (String field : List.of("epcList", "outputEPCList")) {
      for (String epc : event.texts(field)) {
        if (isShipment(epc)) {
          shipments.add(event.id(field, epc));
        }
      }
    }
    return shipments;
  }

  private static boolean isShipment(String epc) {
    return SHIPMENTS.stream().anyMatch(epc::startsWith);
  }

  private static Optional<String> place(EpcisEvent event) throws InvalidEventException {
    Optional<String> readPoint = event.idIn("readPoint");
    return readPoint.isPresent() ? readPoint : event.idIn("bizLocation");
  }

  private void add(String topic, String key, Instant time, SpecificRecordBase value) {
    records.add(new SupplyEvent(topic, key, value, time.toEpochMilli()));
  }

  private void unused(String reason) {
    unused.merge(reason, 1, Integer::sum);
  }
}
