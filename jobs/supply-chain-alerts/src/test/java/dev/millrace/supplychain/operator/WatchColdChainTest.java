package dev.millrace.supplychain.operator;

import static dev.millrace.supplychain.domain.coldchain.SensorRecords.POLICY;
import static dev.millrace.supplychain.domain.coldchain.SensorRecords.minute;
import static dev.millrace.supplychain.domain.coldchain.SensorRecords.reading;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.common.ingest.Received;
import dev.millrace.suite.Source;
import dev.millrace.supply.ActionKind;
import dev.millrace.supply.Quantity;
import dev.millrace.supply.TelemetryReading;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.coldchain.SensorLog;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchColdChainTest {
  private static final Source SOURCE = new Source("supply.telemetry", 3, 42L);
  private static final String EXCURSION = "SENSOR:logger-1:COLD_CHAIN_EXCURSION";
  private static final String GAP = "SENSOR:logger-1:TELEMETRY_GAP";

  private KeyedOneInputStreamOperatorTestHarness<String, Received<TelemetryReading>, Finding>
      operator;

  @BeforeEach
  void open() throws Exception {
    operator = harness();
    operator.open();
  }

  @AfterEach
  void close() throws Exception {
    operator.close();
  }

  @Test
  void coldEnoughIsNotSpokenOf() throws Exception {
    for (int minute = 0; minute < 500; minute += 5) {
      read(reading(minute, 5));
    }

    assertThat(findings()).isEmpty();
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);
    assertThat(operator.numProcessingTimeTimers()).isZero();
  }

  @Test
  void tooWarmForTooLongIsRaisedWithItsFiguresAndClearedWhenItIsCold() throws Exception {
    read(reading(0, 5));
    for (int minute = 5; minute <= 35; minute += 5) {
      read(reading(minute, 12));
    }
    assertThat(findings()).hasSize(1);
    Finding raised = findings().get(0);
    assertThat(raised.alertId()).isEqualTo(EXCURSION);
    assertThat(raised.since()).isBetween(minute(2), minute(3));
    assertThat(raised.evidence()).containsEntry("peak_celsius", 12.0);
    assertThat(raised.evidence().get("outside_minutes")).isCloseTo(32.9, within(0.1));
    assertThat(raised.evidence().get("mean_kinetic_celsius")).isBetween(11.5, 12.0);
    assertThat(raised.evidence().get("degree_minutes")).isCloseTo(125.7, within(0.1));
    assertThat(raised.summary())
        .isEqualTo(
            "logger-1 with shipment s-1: CHILLED goods were outside 2.0 to 8.0 C for 33 minutes, at up to 12.0 C");
    assertThat(raised.action().getKind()).isEqualTo(ActionKind.INSPECT);
    assertThat(raised.action().getTarget()).isEqualTo("s-1");
    assertThat(raised.stake().owner()).isEqualTo("cold-chain");
    assertThat(raised.source()).isEqualTo(SOURCE);

    for (int minute = 40; minute <= 65; minute += 5) {
      read(reading(minute, 5));
    }
    assertThat(findings()).hasSize(2);
    assertThat(findings().get(1).status()).isEqualTo(Finding.Status.CLEARED);
  }

  @Test
  void graceEndsAlsoBetweenReadings() throws Exception {
    read(reading(0, 12).setIntervalSeconds(null));

    operator.processWatermark(watermark(29.9));
    assertThat(findings()).isEmpty();
    operator.processWatermark(watermark(30));

    assertThat(findings()).extracting(Finding::alertId).containsExactly(EXCURSION);
    assertThat(findings().get(0).time()).isEqualTo(minute(30));
  }

  @Test
  void anExcursionIsSaidAgainWhenItHasDoubled() throws Exception {
    for (int minute = 0; minute <= 250; minute += 5) {
      read(reading(minute, 12));
    }

    // At 30, 60, 120 and 240 minutes.
    assertThat(findings()).hasSize(4);
  }

  @Test
  void silenceIsAFindingOfItsOwn() throws Exception {
    read(reading(0, 5));

    operator.processWatermark(watermark(14.9));
    assertThat(findings()).isEmpty();
    operator.processWatermark(watermark(15));
    assertThat(findings()).extracting(Finding::alertId).containsExactly(GAP);
    assertThat(findings().get(0).since()).isEqualTo(minute(0));
    assertThat(findings().get(0).stake().impactAt()).isEqualTo(minute(30));
    assertThat(findings().get(0).summary())
        .isEqualTo(
            "logger-1 with shipment s-1 is silent for 15 minutes, a reading is due every 5.0");

    read(reading(40, 5));
    assertThat(findings()).hasSize(2);
    assertThat(findings().get(1).status()).isEqualTo(Finding.Status.CLEARED);
    assertThat(findings().get(1).evidence()).containsEntry("silent_minutes", 40.0);
  }

  @Test
  void aRestartDoesNotLoseTheDeadline() throws Exception {
    read(reading(0, 5));
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();

    operator = harness();
    operator.initializeState(snapshot);
    operator.open();
    operator.processWatermark(watermark(16));

    assertThat(findings()).extracting(Finding::alertId).containsExactly(GAP);
  }

  @Test
  void aSensorWithoutARhythmIsNotMissed() throws Exception {
    read(reading(0, 5).setIntervalSeconds(null));
    operator.processWatermark(watermark(24 * 60));

    assertThat(findings()).isEmpty();
  }

  @Test
  void otherQuantitiesShowThatItIsAliveAndAreNotTemperatures() throws Exception {
    read(reading(0, 5), reading(10, 80).setQuantity(Quantity.HUMIDITY));
    operator.processWatermark(watermark(20));

    assertThat(findings()).isEmpty();
  }

  /** The range is one of temperatures, so that other quantities come without a class. */
  @Test
  void otherQuantitiesDoNotSayWithWhichGoodsItIs() throws Exception {
    for (int minute = 0; minute <= 40; minute += 10) {
      read(
          reading(minute, 12),
          reading(minute + 1, 80)
              .setQuantity(Quantity.HUMIDITY)
              .setProductClass(null)
              .setShipmentId(null)
              .setIntervalSeconds(null));
    }

    assertThat(findings()).extracting(Finding::alertId).containsExactly(EXCURSION);
    assertThat(findings().get(0).since()).isEqualTo(minute(0));
    assertThat(findings().get(0).time()).isEqualTo(minute(30));
    assertThat(findings().get(0).summary()).startsWith("logger-1 with shipment s-1: CHILLED");

    // Nor how often it is heard.
    operator.processWatermark(watermark(56));
    assertThat(findings()).extracting(Finding::alertId).containsExactly(EXCURSION, GAP);
  }

  @Test
  void aTemperatureThatANewerReadingOfAnotherQuantityOvertookIsHeldToItsRange() throws Exception {
    read(
        reading(1, 80).setQuantity(Quantity.HUMIDITY).setProductClass(null),
        reading(0, 12).setIntervalSeconds(null));

    operator.processWatermark(watermark(30));

    assertThat(findings()).extracting(Finding::alertId).containsExactly(EXCURSION);
  }

  @Test
  void aSensorWithoutTemperaturesSaysWhereItIs() throws Exception {
    read(
        reading(0, 80).setQuantity(Quantity.HUMIDITY),
        reading(5, 80).setQuantity(Quantity.HUMIDITY).setShipmentId("s-2"));

    operator.processWatermark(watermark(20));

    assertThat(findings()).extracting(Finding::alertId).containsExactly(GAP);
    assertThat(findings().get(0).summary()).startsWith("logger-1 with shipment s-2 is silent");
  }

  @Test
  void readingsOutOfOrderArePutWhereTheyBelong() throws Exception {
    // The one that comes last says that it was cold in between, for long enough.
    read(reading(0, 12).setIntervalSeconds(null));
    read(reading(25, 5).setIntervalSeconds(null));
    read(reading(26, 12).setIntervalSeconds(null));
    read(reading(3, 5).setIntervalSeconds(null));
    read(reading(40, 12).setIntervalSeconds(null));
    assertThat(findings()).isEmpty();

    read(reading(57, 12).setIntervalSeconds(null));
    assertThat(findings()).hasSize(1);
    assertThat(findings().get(0).since()).isBetween(minute(25), minute(26));
  }

  @Test
  void whatIsOlderThanAllThatIsKeptChangesNothing() throws Exception {
    for (int minute = 100; minute < 100 + 5 * (SensorLog.MAX_KEPT + 2); minute += 5) {
      read(reading(minute, 5));
    }
    read(reading(0, 40));

    assertThat(findings()).isEmpty();
  }

  @Test
  void otherGoodsBeginAnew() throws Exception {
    for (int minute = 0; minute <= 30; minute += 5) {
      read(reading(minute, 12));
    }
    assertThat(findings()).hasSize(1);

    read(reading(35, 12).setShipmentId("s-2"));
    assertThat(findings()).hasSize(2);
    assertThat(findings().get(1).status()).isEqualTo(Finding.Status.CLEARED);
    read(reading(60, 12).setShipmentId("s-2"));
    assertThat(findings()).hasSize(2);
    read(reading(65, 12).setShipmentId("s-2"));
    assertThat(findings()).hasSize(3);
  }

  @Test
  void aSensorThatIsGoneLeavesNothingBehind() throws Exception {
    read(reading(0, 12));
    operator.processWatermark(watermark(60));
    assertThat(findings()).extracting(Finding::alertId).containsExactlyInAnyOrder(EXCURSION, GAP);

    operator.processWatermark(watermark(7 * 24 * 60));

    assertThat(findings()).hasSize(4);
    assertThat(findings().subList(2, 4))
        .extracting(Finding::status)
        .containsOnly(Finding.Status.CLEARED);
    assertThat(operator.numKeyedStateEntries()).isZero();
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  private void read(TelemetryReading.Builder... readings) throws Exception {
    for (TelemetryReading.Builder reading : readings) {
      TelemetryReading value = reading.build();
      long time = value.getEventTime().toEpochMilli();
      operator.processElement(new StreamRecord<>(new Received<>(value, SOURCE, time), time));
    }
  }

  private List<Finding> findings() {
    return operator.extractOutputValues();
  }

  private static Watermark watermark(double minute) {
    return new Watermark(minute(minute));
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Received<TelemetryReading>, Finding>
      harness() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(
            new WatchColdChain(new ColdChainRules(POLICY, Duration.ofDays(30)))),
        reading -> reading.value().getDeviceId(),
        Types.STRING);
  }
}
