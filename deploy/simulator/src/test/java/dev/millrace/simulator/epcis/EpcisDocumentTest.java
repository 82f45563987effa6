package dev.millrace.simulator.epcis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.common.quality.StandardRules;
import dev.millrace.simulator.supply.SupplyEvent;
import dev.millrace.supply.BusinessStep;
import dev.millrace.supply.Disposition;
import dev.millrace.supply.Quantity;
import dev.millrace.supply.ShipmentMilestone;
import dev.millrace.supply.TelemetryReading;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EpcisDocumentTest {
  private static final String CONTAINER = "urn:epc:id:sscc:9521321.0000000017";
  private static final Instant NOW = Instant.parse("2026-04-01T00:00:00Z");

  static {
    TrustedRecords.trust();
  }

  @Test
  void eventsWithABusinessStepBecomeMilestonesOfTheirLogisticUnits() throws Exception {
    List<ShipmentMilestone> milestones = of(SupplyEvent.MILESTONES, ShipmentMilestone.class);

    assertThat(milestones)
        .extracting(ShipmentMilestone::getBusinessStep)
        .containsExactly(
            BusinessStep.LOADING,
            BusinessStep.DEPARTING,
            BusinessStep.DEPARTING,
            BusinessStep.RECEIVING);
    ShipmentMilestone loading = milestones.get(0);
    assertThat(loading.getShipmentId()).isEqualTo(CONTAINER);
    assertThat(loading.getEventId()).isEqualTo("urn:uuid:7c1b6f0e-0001-4a6e-9d1c-000000000001");
    assertThat(loading.getDisposition()).isEqualTo(Disposition.CONTAINER_CLOSED);
    assertThat(loading.getReadPoint()).isEqualTo("urn:epc:id:sgln:9521321.00001.dock-4");
    assertThat(loading.getEventTime()).isEqualTo(Instant.parse("2026-02-28T22:15:00Z"));
    assertThat(loading.getEstimatedAt()).isNull();
  }

  @Test
  void wordsMayBeBareOrAddresses() throws Exception {
    ShipmentMilestone departing = of(SupplyEvent.MILESTONES, ShipmentMilestone.class).get(1);

    assertThat(departing.getDisposition()).isEqualTo(Disposition.IN_TRANSIT);
    assertThat(Vocabulary.word("cbv:BizStep-shipping")).isEqualTo("shipping");
    assertThat(Vocabulary.word("https://gs1.org/voc/Temperature")).isEqualTo("Temperature");
    assertThat(Vocabulary.word("https://example.com/steps/x"))
        .isEqualTo("https://example.com/steps/x");
  }

  @Test
  void unitsOfOneEventHaveIdsOfTheirOwnAndEventsWithoutIdTheSameEachTime() throws Exception {
    List<ShipmentMilestone> first = of(SupplyEvent.MILESTONES, ShipmentMilestone.class);
    List<ShipmentMilestone> second = of(SupplyEvent.MILESTONES, ShipmentMilestone.class);

    assertThat(first).extracting(ShipmentMilestone::getEventId).doesNotHaveDuplicates();
    assertThat(first.get(3).getEventId()).startsWith("epcis-sha256-");
    assertThat(second).isEqualTo(first);
    assertThat(first.get(3).getReadPoint()).isEqualTo("urn:epc:id:sgln:9521321.00002.0");
  }

  @Test
  void sensorReportsBecomeReadingsInTheSuitesUnits() throws Exception {
    List<TelemetryReading> readings = of(SupplyEvent.TELEMETRY, TelemetryReading.class);

    assertThat(readings)
        .extracting(TelemetryReading::getQuantity)
        .containsExactly(Quantity.TEMPERATURE, Quantity.HUMIDITY, Quantity.SHOCK);
    assertThat(readings.get(0).getValue()).isCloseTo(5, within(1e-9));
    assertThat(readings.get(0).getDeviceId()).isEqualTo("urn:epc:id:giai:9521321.logger7");
    assertThat(readings.get(0).getShipmentId()).isEqualTo(CONTAINER);
    assertThat(readings.get(0).getEventTime()).isEqualTo(Instant.parse("2026-03-01T23:55:00Z"));
    assertThat(readings.get(1).getEventTime()).isEqualTo(Instant.parse("2026-03-01T23:56:00Z"));
    assertThat(readings.get(2).getValue()).isCloseTo(2, within(1e-9));
  }

  @Test
  void whatIsNotUsedIsCounted() throws Exception {
    assertThat(document().unused())
        .containsOnly(
            entry("bizStep retail_selling", 1),
            entry("event that declares another one to be an error", 1),
            entry("event without a logistic unit, shipment or consignment", 1),
            entry("sensor report of type Illuminance", 1),
            entry("sensor report without a single value", 1));
  }

  @Test
  void errorsNameEventAndField() {
    assertThatThrownBy(() -> events("{\"type\": \"ObjectEvent\", \"eventID\": \"e\"}"))
        .hasMessage("event 1 (e): eventTime must be a text, got null");
    assertThatThrownBy(
            () -> events("{\"type\": \"ObjectEvent\", \"eventTime\": \"2026-03-04T12:00:00\"}"))
        .hasMessage(
            "event 1 (no eventID): eventTime must be a time with its offset, such as 2026-03-04T12:00:00+01:00, got 2026-03-04T12:00:00");
    assertThatThrownBy(
            () ->
                events(
                    """
                    {"type": "ObjectEvent", "eventID": "e", "eventTime": "2026-03-04T12:00:00Z",
                     "bizStep": "arriving", "epcList": ["urn:epc:id:sscc:1.2"]}
                    """))
        .hasMessage("event 1 (e): readPoint must be set where there is a bizStep, got none");
    assertThatThrownBy(
            () ->
                events(
                    """
                    {"type": "ObjectEvent", "eventID": "e", "eventTime": "2026-03-04T12:00:00Z",
                     "readPoint": {"id": "r"}, "sensorElementList": [
                       {"sensorReport": [{"type": "Temperature", "value": 3, "uom": "LUX"}]}]}
                    """))
        .hasMessage(
            "event 1 (e): sensorReport.uom must be CEL, FAH or KEL of a temperature, P1 or A93 of a humidity, MSK or K40 of an acceleration, got LUX");
    assertThatThrownBy(() -> read("{\"type\": \"EPCISQueryDocument\"}"))
        .hasMessage("type must be EPCISDocument, got \"EPCISQueryDocument\"");
    assertThatThrownBy(() -> read("{\"type\": \"EPCISDocument\", \"schemaVersion\": \"1.2\"}"))
        .hasMessage("schemaVersion must be 2.0 or a later 2, got \"1.2\"");
  }

  /** EPCIS's own hash of an event has 89 characters, a unit as a digital link 40. */
  @Test
  void longIdsAreShortenedAndStayApart() throws Exception {
    String hash = "ni:///sha-256;%064x?ver=CBV2.0".formatted(7);
    String unit = "https://id.gs1.org/00/09521321000000001";
    String event =
        """
        {"type": "ObjectEvent", "eventID": "%s", "eventTime": "2026-03-04T12:00:00Z", "bizStep": "arriving",
         "epcList": ["%s1", "%s2"], "readPoint": {"id": "r"}}
        """
            .formatted(hash, unit, unit);
    List<String> ids = milestoneIds(events(event));

    assertThat(ids).hasSize(2).doesNotHaveDuplicates();
    assertThat(ids).allMatch(StandardRules::isId).isEqualTo(milestoneIds(events(event)));
    assertThat(milestoneIds(events(event.replace(", \"" + unit + "2\"", ""))))
        .containsExactly(hash);
  }

  @Test
  void whatTheJobWouldRefuseIsNotSent() {
    String event =
        """
        {"type": "ObjectEvent", "eventID": "e", "eventTime": "2026-03-04T12:00:00Z", "bizStep": "arriving",
         "%s": ["urn:epc:id:ginc:%s"], "readPoint": {"id": "%s"}}
        """;
    String digits = "1".repeat(120);

    assertThatThrownBy(() -> events(event.formatted("epcList", digits, "r")))
        .hasMessage(
            "event 1 (e): epcList must be 1 to 128 characters, none of them a control character, not blank, got urn:epc:id:ginc:"
                + digits);
    assertThatThrownBy(() -> events(event.formatted("epcList", "1", "urn:r:" + digits + "123")))
        .hasMessageStartingWith("event 1 (e): readPoint must be 1 to 128 characters");
  }

  private static List<String> milestoneIds(EpcisDocument document) {
    return document.records().stream()
        .map(record -> ((ShipmentMilestone) record.value()).getEventId())
        .toList();
  }

  @Test
  void eventsOfUnknownTypeAreCounted() throws Exception {
    assertThat(events("{\"type\": \"QuantityEvent\"}").unused())
        .containsOnly(entry("event of type QuantityEvent", 1));
  }

  @Test
  void whatIsToComeIsKnownAtOnce() throws Exception {
    String arriving =
        """
        {"type": "ObjectEvent", "eventID": "e", "eventTime": "%s", "bizStep": "arriving",
         "epcList": ["urn:epc:id:sscc:1.2"], "readPoint": {"id": "r"}}
        """;
    SupplyEvent tomorrow = events(arriving.formatted("2026-04-02T00:00:00Z")).records().get(0);
    SupplyEvent yesterday = events(arriving.formatted("2026-03-31T00:00:00Z")).records().get(0);

    assertThat(tomorrow.time()).isEqualTo(NOW.toEpochMilli());
    assertThat(((ShipmentMilestone) tomorrow.value()).getEventTime())
        .isEqualTo(Instant.parse("2026-04-02T00:00:00Z"));
    assertThat(yesterday.time()).isEqualTo(Instant.parse("2026-03-31T00:00:00Z").toEpochMilli());
  }

  private static EpcisDocument events(String event) throws Exception {
    return read(
        """
        {"type": "EPCISDocument", "schemaVersion": "2.0", "epcisBody": {"eventList": [%s]}}
        """
            .formatted(event));
  }

  private static EpcisDocument read(String json) throws Exception {
    return EpcisDocument.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), NOW);
  }

  private static EpcisDocument document() throws IOException, InvalidEventException {
    try (InputStream in =
        EpcisDocumentTest.class.getResourceAsStream("/epcis/cold-container.json")) {
      return EpcisDocument.read(in, NOW);
    }
  }

  private static <T> List<T> of(String topic, Class<T> type) throws Exception {
    return document().records().stream()
        .filter(record -> record.topic().equals(topic))
        .map(record -> type.cast(record.value()))
        .toList();
  }
}
