package dev.millrace.supplychain.operator;

import static dev.millrace.supplychain.Shipments.at;
import static dev.millrace.supplychain.Shipments.estimated;
import static dev.millrace.supplychain.Shipments.plan;
import static dev.millrace.supplychain.Shipments.received;
import static dev.millrace.supplychain.Shipments.taken;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.ingest.Received;
import dev.millrace.supply.BusinessStep;
import dev.millrace.supply.ShipmentMilestone;
import dev.millrace.supply.ShipmentPlan;
import dev.millrace.supplychain.Shipments;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Finding.Status;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrackShipmentTest {
  private KeyedTwoInputStreamOperatorTestHarness<
          String, Received<ShipmentPlan>, Received<ShipmentMilestone>, Finding>
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
  void aDeadlineFiresWithoutAnEvent() throws Exception {
    send(plan("s").build());
    pass(11.9);
    assertThat(findings()).isEmpty();

    pass(12.1);

    assertThat(findings()).extracting(Finding::status).containsExactly(Status.RAISED);
    assertThat(findings().get(0).time()).isEqualTo(at(12));
    assertThat(findings().get(0).source()).isNull();
  }

  @Test
  void aDeadlineThatPassedBeforeThePlanWasReadFiresAtOnce() throws Exception {
    pass(50);
    send(plan("s").build());
    assertThat(findings()).isEmpty();

    pass(50.01);

    assertThat(findings()).hasSize(1);
  }

  @Test
  void deadlinesSurviveARestart() throws Exception {
    send(plan("s").build());
    restart();

    pass(13);

    assertThat(findings()).extracting(Finding::status).containsExactly(Status.RAISED);
  }

  @Test
  void whatIsMissedStaysMissedAfterARestart() throws Exception {
    send(plan("s").build());
    pass(117);
    assertThat(findings()).hasSize(2);
    restart();

    send(plan("s").build());
    send(estimated("s", BusinessStep.RECEIVING, "DE1", 5, 125));

    assertThat(findings()).isEmpty();
    pass(117.1);
    assertThat(findings()).isEmpty();
    send(taken("s", BusinessStep.ARRIVING, "NLRTM", 117));
    assertThat(findings()).extracting(Finding::status).containsExactly(Status.CLEARED);
  }

  @Test
  void nothingIsLeftOfADeliveredShipment() throws Exception {
    send(plan("s").build());
    pass(12.1);
    send(taken("s", BusinessStep.DEPARTING, "CNSHA", 14));
    send(taken("s", BusinessStep.ARRIVING, "NLRTM", 112));
    send(taken("s", BusinessStep.RECEIVING, "DE1", 131));
    assertThat(findings())
        .extracting(Finding::status)
        .containsExactly(Status.RAISED, Status.CLEARED);
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);

    pass(131 + 30 * 24 + 1);

    assertThat(findings()).hasSize(2);
    assertThat(operator.numKeyedStateEntries()).isZero();
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  @Test
  void anOldRecordThatIsRepeatedMakesNothingForgottenEarlier() throws Exception {
    send(plan("s").build());
    send(taken("s", BusinessStep.DEPARTING, "CNSHA", 10));
    pass(850);
    send(taken("s", BusinessStep.RECEIVING, "DE1", 850));
    restart();

    // Of more than 30 days ago, before there is a watermark and with it.
    send(taken("s", BusinessStep.DEPARTING, "CNSHA", 10));
    pass(900);
    send(taken("s", BusinessStep.DEPARTING, "CNSHA", 10));
    pass(901);
    send(plan("s").build());
    pass(902);

    assertThat(operator.numKeyedStateEntries()).isEqualTo(2);
    assertThat(findings()).isEmpty();
    pass(850 + 2 * 30 * 24);
    assertThat(operator.numKeyedStateEntries()).isZero();
  }

  @Test
  void nothingIsLeftOfAShipmentWithoutAPlan() throws Exception {
    send(taken("s", BusinessStep.DEPARTING, "CNSHA", 14));

    pass(14 + 30 * 24 + 1);

    assertThat(operator.numKeyedStateEntries()).isZero();
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  private void restart() throws Exception {
    OperatorSubtaskState state = operator.snapshot(1, 1);
    operator.close();
    operator = harness();
    operator.initializeState(state);
    operator.open();
  }

  private List<Finding> findings() {
    return operator.extractOutputValues();
  }

  private void send(ShipmentPlan plan) throws Exception {
    operator.processElement1(received(plan), plan.getEventTime().toEpochMilli());
  }

  private void send(ShipmentMilestone milestone) throws Exception {
    operator.processElement2(received(milestone), milestone.getEventTime().toEpochMilli());
  }

  private void pass(double hours) throws Exception {
    operator.processBothWatermarks(new Watermark(at(hours)));
  }

  private static KeyedTwoInputStreamOperatorTestHarness<
          String, Received<ShipmentPlan>, Received<ShipmentMilestone>, Finding>
      harness() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new KeyedCoProcessOperator<>(new TrackShipment(Shipments.RULES, Duration.ofDays(100))),
        plan -> plan.value().getShipmentId(),
        milestone -> milestone.value().getShipmentId(),
        Types.STRING);
  }
}
