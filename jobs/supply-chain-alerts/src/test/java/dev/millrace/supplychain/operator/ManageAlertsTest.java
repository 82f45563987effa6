package dev.millrace.supplychain.operator;

import static dev.millrace.supplychain.domain.Finding.Status.CLEARED;
import static dev.millrace.supplychain.domain.Finding.Status.RAISED;
import static dev.millrace.supplychain.domain.alert.Alerts.at;
import static dev.millrace.supplychain.domain.alert.Alerts.because;
import static dev.millrace.supplychain.domain.alert.Alerts.cleared;
import static dev.millrace.supplychain.domain.alert.Alerts.command;
import static dev.millrace.supplychain.domain.alert.Alerts.port;
import static dev.millrace.supplychain.domain.alert.Alerts.raised;
import static dev.millrace.supplychain.domain.alert.Alerts.runningOut;
import static dev.millrace.supplychain.domain.alert.Alerts.slipping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.ingest.Decoded;
import dev.millrace.suite.DeadLetter;
import dev.millrace.suite.Source;
import dev.millrace.supply.AlertChange;
import dev.millrace.supply.AlertCommand;
import dev.millrace.supply.AlertState;
import dev.millrace.supply.CommandKind;
import dev.millrace.supply.SupplyAlert;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Stake;
import dev.millrace.supplychain.domain.alert.Alerts;
import dev.millrace.supplychain.domain.alert.ChildChange;
import java.util.List;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManageAlertsTest {
  private static final long QUARTER = 91L * 24 * 60;

  private KeyedTwoInputStreamOperatorTestHarness<String, AlertInput, Finding, SupplyAlert> operator;

  @BeforeEach
  void open() throws Exception {
    operator = harness(new ManageAlerts("supply-chain-alerts", Alerts.RULES));
    operator.open();
  }

  @AfterEach
  void close() throws Exception {
    operator.close();
  }

  @Test
  void escalatesAtTheTimeOfEventsAndLeavesNothingBehind() throws Exception {
    send(raised("s", 0, 20_000));
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);
    passTo(60);
    send(cleared("s", 65));
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);
    passTo(75);
    assertThat(changes())
        .containsExactly(AlertChange.OPENED, AlertChange.ESCALATED, AlertChange.RESOLVED);
    assertThat(operator.numKeyedStateEntries()).isEqualTo(2);

    passTo(QUARTER);
    // The number of its newest version, and nothing else.
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
    assertThat(operator.numEventTimeTimers()).isZero();
    assertThat(operator.numProcessingTimeTimers()).isZero();
  }

  /** Both tables would take version 1 for one that they have. */
  @Test
  void versionsGoOnAfterAnAlertWasForgotten() throws Exception {
    send(raised("s", 0, 20_000), cleared("s", 1));
    passTo(11);
    passTo(QUARTER);
    send(raised("s", QUARTER + 1, 20_000));

    assertThat(operator.extractOutputValues())
        .extracting(alert -> alert.getVersion() + " " + alert.getChange())
        .containsExactly("1 OPENED", "2 RESOLVED", "3 OPENED");
  }

  @Test
  void aParentWaitsForItsChildrenWithoutATimer() throws Exception {
    send(port(RAISED, 0));
    child(1, 1);
    send(port(CLEARED, 2));
    passTo(20);
    passTo(QUARTER);
    assertThat(operator.numEventTimeTimers()).isZero();
    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);

    child(-1, QUARTER);
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);
    send(port(RAISED, QUARTER + 1));
    assertThat(newest("P").getSuppressedChildren()).isZero();
    assertThat(newest("P").getVersion()).isEqualTo(4);
  }

  private void child(int count, long minute) throws Exception {
    operator.processElement1(
        new StreamRecord<>(
            AlertInput.of(
                new ChildChange("PORT:P:LANE_DISRUPTION", count, count, "EUR", at(minute)))));
  }

  @Test
  void aClearedFindingOfNoAlertLeavesNoState() throws Exception {
    send(cleared("s", 0));

    assertThat(operator.numKeyedStateEntries()).isZero();
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  @Test
  void aDisruptionSuppressesTheAlertsOfItsShipmentsAndReleasesThem() throws Exception {
    send(raised("a", 0, 20_000), raised("b", 0, 30_000));
    disrupt(port(Finding.Status.RAISED, 5));
    send(raised("c", 6, 40_000), cleared("b", 7));
    passTo(20);
    disrupt(port(Finding.Status.CLEARED, 30));

    assertThat(operator.extractOutputValues())
        .extracting(a -> a.getSubjectId() + a.getVersion() + a.getChange() + a.getState())
        .containsExactlyInAnyOrder(
            "a1OPENEDOPEN",
            "b1OPENEDOPEN",
            "a2SUPPRESSEDSUPPRESSED",
            "b2SUPPRESSEDSUPPRESSED",
            "c1OPENEDSUPPRESSED",
            "b3RESOLVEDRESOLVED",
            "a3RELEASEDOPEN",
            "c2RELEASEDOPEN");
    List<ChildChange> told =
        operator.getSideOutput(ManageAlerts.TO_PARENTS).stream()
            .map(record -> record.getValue().child())
            .toList();
    assertThat(told).hasSize(6);
    assertThat(told).extracting(ChildChange::parentId).containsOnly("PORT:P:LANE_DISRUPTION");
    assertThat(told.stream().mapToInt(ChildChange::count).sum()).isZero();
    assertThat(told.stream().mapToLong(ChildChange::valueMinor).sum()).isZero();
  }

  @Test
  void aForecastWaitsForTheDisruptionThatExplainsIt() throws Exception {
    send(slipping("s", RAISED, 0), slipping("s", RAISED, 10));
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);
    disrupt(port(RAISED, 20));
    passTo(29);
    assertThat(operator.extractOutputValues()).isEmpty();

    passTo(30);

    SupplyAlert opened = operator.extractOutputValues().get(0);
    assertThat(opened.getState()).isEqualTo(AlertState.SUPPRESSED);
    assertThat(opened.getParentId()).isEqualTo("PORT:P:LANE_DISRUPTION");
    assertThat(opened.getSince().toEpochMilli()).isEqualTo(at(0));
    assertThat(opened.getEventTime().toEpochMilli()).isEqualTo(at(30));
  }

  @Test
  void aForecastThatNothingExplainsIsSaidAllTheSame() throws Exception {
    send(slipping("s", RAISED, 0));
    restart(new ManageAlerts("supply-chain-alerts", Alerts.RULES));
    passTo(30);
    send(slipping("s", RAISED, 31));

    assertThat(changes()).containsExactly(AlertChange.OPENED);
    assertThat(operator.extractOutputValues().get(0).getState()).isEqualTo(AlertState.OPEN);
  }

  @Test
  void aForecastThatIsTakenBackMeanwhileLeavesNothing() throws Exception {
    send(slipping("s", RAISED, 0), slipping("s", CLEARED, 5));
    passTo(60);

    assertThat(operator.extractOutputValues()).isEmpty();
    assertThat(operator.numKeyedStateEntries()).isZero();
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  @Test
  void aForecastOfAnAlertThatIsOpenDoesNotWait() throws Exception {
    send(slipping("s", RAISED, 0));
    passTo(30);
    send(slipping("s", CLEARED, 40), slipping("s", RAISED, 45));
    passTo(60);

    assertThat(operator.extractOutputValues()).last().satisfies(ManageAlertsTest::isOpen);
    assertThat(changes()).doesNotContain(AlertChange.RESOLVED);
  }

  @Test
  void aForecastOfSomethingThatIsDisruptedIsSuppressedAtOnce() throws Exception {
    disrupt(port(RAISED, 0));
    send(slipping("s", RAISED, 1));

    assertThat(operator.extractOutputValues())
        .extracting(SupplyAlert::getState)
        .containsExactly(AlertState.SUPPRESSED);
  }

  @Test
  void aForecastStaysPartOfTheDisruptionThatExplainsItUntilItIsWorse() throws Exception {
    disrupt(port(RAISED, 0));
    send(slipping("s", RAISED, 1, 20), slipping("t", RAISED, 1, 20), raised("u", 1, 20_000));
    disrupt(port(CLEARED, 30));
    send(slipping("s", RAISED, 40, 24), slipping("t", RAISED, 40, 26));

    assertThat(operator.extractOutputValues())
        .filteredOn(alert -> alert.getChange() == AlertChange.RELEASED)
        .extracting(SupplyAlert::getSubjectId)
        .containsExactly("u", "t");
    assertThat(newest("s").getState()).isEqualTo(AlertState.SUPPRESSED);

    send(slipping("s", CLEARED, 50));
    passTo(70);
    assertThat(newest("s").getState()).isEqualTo(AlertState.RESOLVED);
  }

  @Test
  void aForecastThatWorsensInSmallStepsIsReleasedToo() throws Exception {
    disrupt(port(RAISED, 0));
    send(slipping("s", RAISED, 1, 20));
    disrupt(port(CLEARED, 30));
    send(slipping("s", RAISED, 40, 24), slipping("s", RAISED, 50, 26));

    assertThat(newest("s").getChange()).isEqualTo(AlertChange.RELEASED);
    assertThat(newest("s").getEventTime().toEpochMilli()).isEqualTo(at(50));
  }

  @Test
  void aPersonWhoSaysThatThereIsNoDisruptionReleasesForecastsToo() throws Exception {
    disrupt(port(RAISED, 0));
    send(slipping("s", RAISED, 1));
    operator.processElement2(
        new StreamRecord<>(by(port(CLEARED, 30), new Source("supply.alert-commands", 0, 3L))));

    assertThat(newest("s").getChange()).isEqualTo(AlertChange.RELEASED);
  }

  @Test
  void aPersonReleasesForecastsWhoseShipsHaveGoneOnToo() throws Exception {
    disrupt(port(RAISED, 0));
    Finding slip = slipping("s", RAISED, 1);
    send(slip, because(slipping("s", RAISED, 10), slip.evidence(), "PORT:Q"));
    assertThat(newest("s").getState()).isEqualTo(AlertState.SUPPRESSED);

    operator.processElement2(
        new StreamRecord<>(by(port(CLEARED, 30), new Source("supply.alert-commands", 0, 3L))));

    assertThat(newest("s").getChange()).isEqualTo(AlertChange.RELEASED);
  }

  @Test
  void stockThatNothingHoldsUpAnyMoreIsReleasedThoughTheDisruptionGoesOn() throws Exception {
    disrupt(port(RAISED, 0));
    send(runningOut(1, "PORT:P"), runningOut(10));

    assertThat(changes()).containsExactly(AlertChange.OPENED, AlertChange.RELEASED);
    assertThat(newest("kettle@shop").getState()).isEqualTo(AlertState.OPEN);
  }

  @Test
  void stockStaysPartOfADisruptionThatHasEndedWhileItIsHeldUp() throws Exception {
    disrupt(port(RAISED, 0));
    send(runningOut(1, "PORT:P"));
    disrupt(port(CLEARED, 30));
    send(runningOut(40, "LANE:L", "PORT:P"));
    assertThat(changes()).containsExactly(AlertChange.OPENED);

    send(runningOut(50, "LANE:L"));
    assertThat(changes()).containsExactly(AlertChange.OPENED, AlertChange.RELEASED);
  }

  @Test
  void whatIsFoundLateIsOpenedAsOfNow() throws Exception {
    passTo(300);
    send(raised("s", 0, 20_000));
    passTo(301);

    assertThat(changes()).containsExactly(AlertChange.OPENED);
    assertThat(newest("s").getOpenedAt().toEpochMilli()).isEqualTo(at(300));
    assertThat(newest("s").getSince().toEpochMilli()).isEqualTo(at(0));
    passTo(360);
    assertThat(changes()).containsExactly(AlertChange.OPENED, AlertChange.ESCALATED);
  }

  /** Else it would be escalated three times as soon as there is a watermark. */
  @Test
  void whatIsFoundLateAfterARestartIsOpenedAsOfTheCheckpoint() throws Exception {
    passTo(300);
    send(raised("r", 299, 20_000));
    restart(new ManageAlerts("supply-chain-alerts", Alerts.RULES));
    send(raised("s", 0, 20_000));
    assertThat(newest("s").getOpenedAt().toEpochMilli()).isEqualTo(at(300));
    assertThat(newest("s").getSince().toEpochMilli()).isEqualTo(at(0));

    // A watermark is the present again, whatever it was before.
    passTo(200);
    send(raised("t", 0, 20_000));
    assertThat(newest("t").getOpenedAt().toEpochMilli()).isEqualTo(at(200));
  }

  @Test
  void aForecastThatIsFoundLateWaitsAllTheSame() throws Exception {
    passTo(300);
    send(slipping("s", RAISED, 0));
    passTo(329);
    assertThat(operator.extractOutputValues()).isEmpty();
    disrupt(port(RAISED, 329));
    passTo(330);

    assertThat(newest("s").getState()).isEqualTo(AlertState.SUPPRESSED);
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);
  }

  @Test
  void theEndOfAllRecordsIsNoTimeToOpenAnAlertAt() throws Exception {
    operator.processBothWatermarks(Watermark.MAX_WATERMARK);
    send(raised("s", 0, 20_000));

    assertThat(newest("s").getOpenedAt().toEpochMilli()).isEqualTo(at(0));
  }

  @Test
  void whoGivesAnAlertAwayAndWhoGetsItBothHearOfIt() throws Exception {
    send(raised("s", 0, 20_000), ownedBy("otto", raised("s", 1, 20_000)));
    send(ownedBy("otto", raised("s", 2, 40_000)));

    assertThat(operator.extractOutputValues())
        .extracting(alert -> alert.getOwner() + " " + alert.getChange())
        .containsExactly("lena OPENED", "otto UPDATED", "otto ESCALATED");
    assertThat(operator.getSideOutput(ManageAlerts.NEWS))
        .extracting(StreamRecord::getValue)
        .extracting(news -> news.owner() + " " + news.version().getVersion() + " " + news.hold())
        .containsExactly("lena 1 KEPT", "lena 2 LOST", "otto 2 GAINED", "otto 3 KEPT");
  }

  private static Finding ownedBy(String owner, Finding finding) {
    Stake stake = finding.stake();
    return Alerts.staking(
        finding,
        new Stake(stake.valueMinor(), stake.currency(), stake.impactAt(), owner, stake.orderIds()));
  }

  private static Finding by(Finding finding, Source command) {
    return new Finding(
        finding.kind(),
        finding.subjectType(),
        finding.subjectId(),
        finding.status(),
        finding.since(),
        finding.time(),
        finding.stake(),
        finding.summary(),
        finding.evidence(),
        null,
        finding.parents(),
        command);
  }

  private SupplyAlert newest(String subject) {
    return operator.extractOutputValues().stream()
        .filter(alert -> alert.getSubjectId().equals(subject))
        .reduce((before, after) -> after)
        .orElseThrow();
  }

  private static void isOpen(SupplyAlert alert) {
    assertThat(alert.getState()).isEqualTo(AlertState.OPEN);
  }

  @Test
  void whatIsReleasedByABroadcastIsEscalatedInTime() throws Exception {
    disrupt(port(Finding.Status.RAISED, 0));
    send(raised("a", 1, 20_000));
    passTo(300);
    disrupt(port(Finding.Status.CLEARED, 310));
    passTo(310 + 60 + 60);

    assertThat(changes())
        .containsSubsequence(AlertChange.OPENED, AlertChange.RELEASED, AlertChange.ESCALATED);
  }

  @Test
  void aDisruptionThatIsAlreadyUnderWayChangesNothing() throws Exception {
    send(raised("a", 0, 20_000));
    disrupt(port(Finding.Status.RAISED, 5));
    disrupt(port(Finding.Status.RAISED, 6));

    assertThat(changes()).containsExactly(AlertChange.OPENED, AlertChange.SUPPRESSED);
  }

  @Test
  void aVersionNamesTheCommandThatMadeIt() throws Exception {
    send(raised("s", 0, 20_000));
    send(command("c", CommandKind.ACKNOWLEDGE, 1).build());

    SupplyAlert acknowledged = operator.extractOutputValues().get(1);
    assertThat(acknowledged.getState()).isEqualTo(AlertState.ACKNOWLEDGED);
    assertThat(acknowledged.getSource().getTopic()).isEqualTo("supply.alert-commands");
    assertThat(acknowledged.getSource().getOffset()).isEqualTo(7);
  }

  @Test
  void aCommandWithoutEffectIsADeadLetter() throws Exception {
    send(command("c", CommandKind.ACKNOWLEDGE, 1).build());

    DeadLetter letter = operator.getSideOutput(ManageAlerts.REFUSED).element().getValue();
    assertThat(letter.getReason()).isEqualTo("command-alert-unknown");
    assertThat(letter.getId()).isEqualTo("supply-chain-alerts/supply.alert-commands/0/7");
    assertThat(operator.numKeyedStateEntries()).isZero();
  }

  @Test
  void stateSurvivesARestart() throws Exception {
    disrupt(port(Finding.Status.RAISED, 0));
    send(raised("a", 1, 20_000));
    restart(new ManageAlerts("supply-chain-alerts", Alerts.RULES));
    send(raised("b", 2, 20_000), cleared("a", 2));
    passTo(12);

    assertThat(operator.extractOutputValues())
        .extracting(a -> a.getSubjectId() + a.getVersion() + a.getState())
        .containsExactly("b1SUPPRESSED", "a2RESOLVED");
  }

  /** Those that nothing may be the cause of any more lose their marks while all are visited. */
  @Test
  void aPersonReleasesAllForecastsAtOnce() throws Exception {
    disrupt(port(RAISED, 0));
    for (String shipment : List.of("a", "b", "c")) {
      Finding slip = slipping(shipment, RAISED, 1);
      send(slip, because(slipping(shipment, RAISED, 10), slip.evidence()));
    }

    operator.processElement2(
        new StreamRecord<>(by(port(CLEARED, 30), new Source("supply.alert-commands", 0, 3L))));

    assertThat(operator.extractOutputValues())
        .filteredOn(alert -> alert.getChange() == AlertChange.RELEASED)
        .extracting(SupplyAlert::getSubjectId)
        .containsExactlyInAnyOrder("a", "b", "c");
    // The alerts and their timers alone.
    assertThat(operator.numKeyedStateEntries()).isEqualTo(6);
  }

  @Test
  void alertsOfAnEarlierBuildArePartOfADisruptionToo() throws Exception {
    send(raised("a", 1, 20_000));
    restart(new AsEarlierBuild());
    send(raised("a", 2, 20_000));
    restart(new ManageAlerts("supply-chain-alerts", Alerts.RULES));

    disrupt(port(RAISED, 3));
    disrupt(port(CLEARED, 4));

    assertThat(changes()).containsExactly(AlertChange.SUPPRESSED, AlertChange.RELEASED);
  }

  /** It did not mark alerts that may be part of a disruption. */
  private static final class AsEarlierBuild
      extends KeyedBroadcastProcessFunction<String, AlertInput, Finding, SupplyAlert> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(
        AlertInput input, ReadOnlyContext context, Collector<SupplyAlert> out) {
      getRuntimeContext()
          .getState(new ValueStateDescriptor<>("may-be-part", Types.BOOLEAN))
          .clear();
    }

    @Override
    public void processBroadcastElement(
        Finding disruption, Context context, Collector<SupplyAlert> out) {}
  }

  @Test
  void aDisruptionDoesNotVisitAlertsThatAreResolved() throws Exception {
    send(raised("open", 0, 20_000));
    resolve(0, 10);
    passTo(20);
    beginAndEnd(100);
    long few = Allocated.by(() -> beginAndEnd(110));

    resolve(10, 5_000);
    passTo(30);
    long many = Allocated.by(() -> beginAndEnd(120));

    assertThat(many).as("bytes for 5,000 resolved alerts").isLessThan(2 * few);
  }

  private void resolve(int from, int to) throws Exception {
    for (int i = from; i < to; i++) {
      send(raised("s" + i, 0, 20_000), cleared("s" + i, 0));
    }
  }

  private void beginAndEnd(long minute) throws Exception {
    disrupt(port(RAISED, minute));
    disrupt(port(CLEARED, minute + 1));
  }

  @Test
  void manyChildrenTakeTheStateOfOne() throws Exception {
    operator.processElement1(new StreamRecord<>(AlertInput.of(port(Finding.Status.RAISED, 0))));
    for (int i = 0; i < 1_000; i++) {
      operator.processElement1(
          new StreamRecord<>(
              AlertInput.of(new ChildChange("PORT:P:LANE_DISRUPTION", 1, 1, "EUR", at(0)))));
    }
    assertThat(operator.numKeyedStateEntries()).isEqualTo(2);
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);
    passTo(1);

    List<SupplyAlert> versions = operator.extractOutputValues();
    assertThat(versions).hasSize(2);
    assertThat(versions.get(1).getSuppressedChildren()).isEqualTo(1_000);
  }

  private List<AlertChange> changes() {
    return operator.extractOutputValues().stream().map(SupplyAlert::getChange).toList();
  }

  private void send(Finding... findings) throws Exception {
    for (Finding finding : findings) {
      operator.processElement1(new StreamRecord<>(AlertInput.of(finding)));
    }
  }

  private void send(AlertCommand command) throws Exception {
    operator.processElement1(new StreamRecord<>(AlertInput.of(decoded(command))));
  }

  private void disrupt(Finding disruption) throws Exception {
    operator.processElement2(new StreamRecord<>(disruption));
  }

  private void passTo(long minute) throws Exception {
    operator.processWatermark1(new Watermark(at(minute)));
    operator.processWatermark2(new Watermark(at(minute)));
  }

  static Decoded<AlertCommand> decoded(AlertCommand command) {
    return new Decoded<>(
        command,
        new RawRecord(
            "supply.alert-commands", 0, 7, 0, null, new byte[] {1}, new String[0], new byte[0][]));
  }

  private void restart(
      KeyedBroadcastProcessFunction<String, AlertInput, Finding, SupplyAlert> function)
      throws Exception {
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();
    operator = harness(function);
    operator.initializeState(snapshot);
    operator.open();
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, AlertInput, Finding, SupplyAlert>
      harness(KeyedBroadcastProcessFunction<String, AlertInput, Finding, SupplyAlert> function)
          throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new CoBroadcastWithKeyedOperator<>(function, List.of(ManageAlerts.DISRUPTIONS)),
        AlertInput::alertId,
        null,
        Types.STRING);
  }
}
