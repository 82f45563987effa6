package dev.millrace.supplychain.operator;

import static dev.millrace.supplychain.Shipments.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.state.Retention;
import dev.millrace.suite.Source;
import dev.millrace.supply.BusinessStep;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Finding.Status;
import dev.millrace.supplychain.domain.Stake;
import dev.millrace.supplychain.domain.place.DisruptionRules;
import dev.millrace.supplychain.domain.place.Passage;
import dev.millrace.supplychain.domain.place.Passage.Kind;
import dev.millrace.supplychain.domain.place.Place;
import dev.millrace.supplychain.domain.place.Suspicion;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchPlaceTest {
  private static final Source SOURCE = new Source("supply.shipment-milestones", 3, 42L);
  private static final Duration RETENTION = Duration.ofDays(180);

  /** Late is what is 12 h late, of three shipments; quiet is what was not late for 72 h. */
  private static final DisruptionRules RULES =
      new DisruptionRules(
          0.98,
          0.7,
          3,
          9,
          2,
          Duration.ofMinutes(30).toMillis(),
          Duration.ofHours(12).toMillis(),
          Duration.ofDays(3).toMillis());

  private KeyedOneInputStreamOperatorTestHarness<String, Passage, Suspicion> operator;

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
  void timePassingRaisesWithoutARecord() throws Exception {
    threeExpected();
    assertThat(operator.numEventTimeTimers()).isEqualTo(3);

    passTo(113.9);
    assertThat(said()).isEmpty();
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);
    passTo(114);

    assertThat(said()).hasSize(1);
    Suspicion suspicion = said().get(0);
    assertThat(suspicion.shipments()).containsExactly("s0", "s1", "s2");
    assertThat(suspicion.finding().alertId()).isEqualTo("PORT:NLRTM:LANE_DISRUPTION");
    assertThat(suspicion.finding().status()).isEqualTo(Status.RAISED);
    assertThat(suspicion.finding().since()).isEqualTo(at(112));
    assertThat(suspicion.finding().time()).isEqualTo(at(114));
    assertThat(suspicion.finding().source()).isNull();
    // When it is over if there is no further evidence.
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);
  }

  @Test
  void estimatesRaiseAtOnceAndNameTheRecord() throws Exception {
    for (int i = 0; i < 3; i++) {
      operator.processElement(passage(Kind.EXPECTED, "s" + i, 100, 120, 50), at(50));
    }

    assertThat(said()).hasSize(1);
    assertThat(said().get(0).finding().time()).isEqualTo(at(50));
    assertThat(said().get(0).finding().source()).isEqualTo(SOURCE);
    // What is counted has no deadline any more.
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);
  }

  @Test
  void aRestartDoesNotLoseDeadlinesOrWhatIsLateAlready() throws Exception {
    threeExpected();
    passTo(112.5);
    restart();

    passTo(114);

    assertThat(said()).hasSize(1);
    assertThat(said().get(0).shipments()).containsExactly("s0", "s1", "s2");
  }

  @Test
  void aRestartDoesNotLoseTheEndOfADisruption() throws Exception {
    threeExpected();
    passTo(114);
    restart();

    passTo(114 + 72);

    assertThat(said()).extracting(this::status).containsExactly(Status.CLEARED);
    assertThat(said().get(0).finding().source()).isNull();
  }

  @Test
  void placesAreWatchedApart() throws Exception {
    expect("s0", 100);
    expect("s1", 100);
    Passage elsewhere = passage(Kind.EXPECTED, "s2", 100, 0, 0);
    operator.processElement(
        new Passage(
            SubjectType.LANE,
            "CN1-DE1-OCEAN",
            elsewhere.kind(),
            elsewhere.shipmentId(),
            elsewhere.step(),
            elsewhere.expectedAt(),
            elsewhere.legMillis(),
            elsewhere.saidAt(),
            elsewhere.laneId(),
            elsewhere.corridor(),
            elsewhere.valueMinor(),
            elsewhere.currency(),
            elsewhere.orderIds(),
            elsewhere.time(),
            elsewhere.source()),
        at(0));

    passTo(200);

    assertThat(said()).isEmpty();
  }

  @Test
  void anotherDeadlineTakesTheFirstBack() throws Exception {
    expect("s0", 100);
    expect("s0", 200);
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);

    passTo(211.9);
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);
    passTo(212);
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  @Test
  void shipmentsAtTheSameMomentShareATimerAndNoneIsLost() throws Exception {
    for (int i = 0; i < 4; i++) {
      expect("s" + i, 100);
    }
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);

    happen("s3", 100.5);
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);
    passTo(112);

    assertThat(said()).hasSize(1);
    assertThat(said().get(0).shipments()).containsExactly("s0", "s1", "s2");
  }

  @Test
  void aSavepointOfAnEarlierBuildKeepsItsDeadlines() throws Exception {
    for (int i = 0; i < 3; i++) {
      expect("s" + i, 100);
    }
    expect("s3", 110);
    OperatorSubtaskState now = operator.snapshot(1, 1);
    operator.close();
    operator = harness(new AsEarlierBuild());
    operator.initializeState(now);
    operator.open();
    expect("any", 100);
    restart();
    expect("s3", 200);
    expect("s4", 100);
    happen("s4", 100);
    passTo(150);

    assertThat(said()).hasSize(1);
    assertThat(said().get(0).finding().time()).isEqualTo(at(112));
    assertThat(said().get(0).shipments()).containsExactly("s0", "s1", "s2");
    // That of s3, and the end of the disruption.
    assertThat(operator.numEventTimeTimers()).isEqualTo(2);
  }

  /** It kept a list of all shipments for each moment. */
  private static final class AsEarlierBuild
      extends KeyedProcessFunction<String, Passage, Suspicion> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(Passage passage, Context context, Collector<Suspicion> out)
        throws Exception {
      MapStateDescriptor<Long, List<String>> lists =
          new MapStateDescriptor<>("deadlines", Types.LONG, ShipmentTypes.TEXTS);
      lists.enableTimeToLive(Retention.ofLargeMaps(RETENTION));
      getRuntimeContext()
          .getMapState(lists)
          .putAll(EarlierDeadlines.taken(getRuntimeContext(), Retention.ofLargeMaps(RETENTION)));
    }
  }

  @Test
  void furtherEvidencePutsTheEndOff() throws Exception {
    threeExpected();
    expect("s3", 110);
    passTo(122);
    assertThat(said()).extracting(this::status).containsExactly(Status.RAISED, Status.RAISED);

    passTo(114 + 72);
    assertThat(said()).hasSize(2);
    passTo(122 + 72);

    assertThat(said()).hasSize(3);
    assertThat(status(said().get(2))).isEqualTo(Status.CLEARED);
  }

  @Test
  void evidenceSetsNoTimerOfItsOwn() throws Exception {
    threeExpected();
    passTo(114);
    for (int i = 0; i < 500; i++) {
      Passage early = passage(Kind.EXPECTED, "e" + i, 300 + i, 0, 120);
      operator.processElement(early, early.time());
      if (i % 2 == 0) {
        // Late ones in between, so that it stays disrupted.
        operator.processElement(passage(Kind.EXPECTED, "l" + i, 300, 600, 120), at(120));
      }
      happen("e" + i, 120 + i * 0.01);
    }
    int said = said().size();
    assertThat(said().get(said - 1).finding().status()).isEqualTo(Status.RAISED);
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);

    passTo(114 + 72);
    assertThat(said()).hasSize(said);
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);
    passTo(125 + 72);
    assertThat(said()).hasSize(said + 1);
    assertThat(status(said().get(said))).isEqualTo(Status.CLEARED);
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  @Test
  void aDeadlineOfTheSameMomentDoesNotTakeTheEndAlong() throws Exception {
    threeExpected();
    passTo(114);
    expect("s3", 114 + 72 - 12);
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);
    happen("s3", 114);

    passTo(114 + 72);

    assertThat(status(said().get(said().size() - 1))).isEqualTo(Status.CLEARED);
  }

  @Test
  void whatHappensInTimeOrIsWithdrawnLeavesOnlyThePlace() throws Exception {
    threeExpected();
    happen("s0", 99);
    happen("s1", 101);
    operator.processElement(passage(Kind.WITHDRAWN, "s2", 102, 0, 101), at(101));

    assertThat(operator.numEventTimeTimers()).isZero();
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
    passTo(300);
    assertThat(said()).isEmpty();
  }

  @Test
  void aDisruptionThatIsOverLeavesOnlyThePlace() throws Exception {
    threeExpected();
    passTo(114);
    // The place, what it waits for though it is late, and when it may be quiet.
    assertThat(operator.numKeyedStateEntries()).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      happen("s" + i, 130 + i);
    }
    passTo(114 + 72);

    assertThat(status(newest())).isEqualTo(Status.CLEARED);
    assertOnlyThePlaceIsLeft();
  }

  @Test
  void stateAndTimersAreBounded() throws Exception {
    int shipments = Place.MAX_LATE + 50;
    for (int i = 0; i < shipments; i++) {
      expect("s" + i, 100 + i * 0.1);
    }
    assertThat(operator.numEventTimeTimers()).isEqualTo(shipments);
    // The place, what it waits for and until when, which are three maps.
    assertThat(operator.numKeyedStateEntries()).isEqualTo(5);

    passTo(150);
    assertThat(newest().shipments()).hasSize(Place.MAX_LATE);
    assertThat(late()).isEqualTo(shipments);
    assertThat(newest().finding().stake().valueMinor()).isEqualTo(100L * shipments);
    for (int i = 0; i < shipments; i++) {
      happen("s" + i, 150);
    }
    passTo(1_000);

    assertOnlyThePlaceIsLeft();
  }

  /** Of those that are late only a sample is known; what is left of it stands for few. */
  @Test
  void thoseThatAreLeftOfManyAreCountedAnew() throws Exception {
    for (int i = 0; i < 3_000; i++) {
      expect("s" + i, 100);
    }
    passTo(112);
    assertThat(late()).isBetween(2_700.0, 3_300.0);

    for (int i = 0; i < 2_900; i++) {
      happen("s" + i, 120);
    }

    assertThat(late()).isEqualTo(100);
    assertThat(newest().shipments())
        .isNotEmpty()
        .allMatch(shipment -> Integer.parseInt(shipment.substring(1)) >= 2_900);
  }

  /** As most dates are days: what is known of a hundred late shipments is read and written once. */
  @Test
  void shipmentsThatAreDueAtTheSameMomentCostOnePlace() throws Exception {
    operator.close();
    operator = harness();
    operator.setStateBackend(new EmbeddedRocksDBStateBackend());
    operator.open();
    for (int i = 0; i < Place.MAX_LATE; i++) {
      operator.processElement(laden(passage(Kind.EXPECTED, "late" + i, 100, 120, 50)), at(50));
    }
    for (int i = 0; i < 50; i++) {
      double apart = 90 + i * 0.01;
      operator.processElement(laden(passage(Kind.EXPECTED, "apart" + i, apart, 0, 50)), at(50));
      operator.processElement(laden(passage(Kind.EXPECTED, "together" + i, 100, 0, 50)), at(50));
    }

    long apart = Allocated.by(() -> passTo(103));
    long together = Allocated.by(() -> passTo(112));

    assertThat(late()).isEqualTo(Place.MAX_LATE + 100);
    assertThat(together).as("bytes for 50 shipments").isLessThan(apart / 3);
  }

  /** With as many orders as an alert names. */
  private static Passage laden(Passage passage) {
    return new Passage(
        passage.placeType(),
        passage.placeId(),
        passage.kind(),
        passage.shipmentId(),
        passage.step(),
        passage.expectedAt(),
        passage.legMillis(),
        passage.saidAt(),
        passage.laneId(),
        passage.corridor(),
        passage.valueMinor(),
        passage.currency(),
        IntStream.range(0, Stake.MAX_ORDERS).mapToObj(i -> passage.shipmentId() + i).toList(),
        passage.time(),
        passage.source());
  }

  @Test
  void aPlaceIsForgottenWhenIdle() throws Exception {
    operator.setStateTtlProcessingTime(0);
    expect("s0", 100);
    expect("s1", 100);
    passTo(112);

    operator.setStateTtlProcessingTime(RETENTION.toMillis() + 1);
    expect("s2", 200);
    passTo(212);

    assertThat(said()).isEmpty();
  }

  @Test
  void aPlaceIsKnownUntilItsRetentionIsOver() throws Exception {
    operator.setStateTtlProcessingTime(0);
    expect("s0", 100);
    expect("s1", 100);
    passTo(112);

    operator.setStateTtlProcessingTime(RETENTION.toMillis() - 1);
    expect("s2", 200);
    passTo(212);

    assertThat(said()).hasSize(1);
  }

  private void threeExpected() throws Exception {
    for (int i = 0; i < 3; i++) {
      expect("s" + i, 100 + i);
    }
  }

  private void expect(String shipment, double hour) throws Exception {
    operator.processElement(passage(Kind.EXPECTED, shipment, hour, 0, 0), at(0));
  }

  private void happen(String shipment, double hour) throws Exception {
    operator.processElement(passage(Kind.HAPPENED, shipment, hour, hour, hour), at(hour));
  }

  private void passTo(double hour) throws Exception {
    operator.processWatermark(new Watermark(at(hour)));
  }

  private void assertOnlyThePlaceIsLeft() throws Exception {
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
    assertThat(operator.numEventTimeTimers()).isZero();
    // The one that sweeps goes when it finds nothing to sweep.
    assertThat(operator.numProcessingTimeTimers()).isEqualTo(1);
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

  private List<Suspicion> said() {
    return operator.extractOutputValues();
  }

  private Suspicion newest() {
    return said().get(said().size() - 1);
  }

  private double late() {
    return newest().finding().evidence().get("late_shipments");
  }

  private Finding.Status status(Suspicion suspicion) {
    return suspicion.finding().status();
  }

  /** A passage, in hours; what was said at 0 was not said. */
  private static Passage passage(
      Kind kind, String shipment, double expected, double saidAt, double time) {
    return new Passage(
        SubjectType.PORT,
        "NLRTM",
        kind,
        shipment,
        BusinessStep.ARRIVING,
        at(expected),
        Duration.ofHours(100).toMillis(),
        saidAt == 0 ? 0 : at(saidAt),
        "CN1-DE1-OCEAN",
        "CN1>DE1",
        100L,
        "EUR",
        List.of("o-" + shipment),
        at(time),
        SOURCE);
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Passage, Suspicion> harness()
      throws Exception {
    return harness(new WatchPlace(RULES, RETENTION));
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Passage, Suspicion> harness(
      KeyedProcessFunction<String, Passage, Suspicion> function) throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(function), Passage::place, Types.STRING);
  }
}
