package dev.millrace.supplychain.operator;

import static dev.millrace.supplychain.domain.alert.Alerts.at;
import static dev.millrace.supplychain.domain.alert.Alerts.command;
import static dev.millrace.supplychain.domain.alert.Alerts.port;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.supply.CommandKind;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Finding.Status;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettleDisruptionsTest {
  private KeyedOneInputStreamOperatorTestHarness<String, AlertInput, Finding> operator;

  @BeforeEach
  void open() throws Exception {
    operator =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(
                new SettleDisruptions(
                    Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofDays(1))),
            AlertInput::alertId,
            Types.STRING);
    operator.open();
  }

  @AfterEach
  void close() throws Exception {
    operator.close();
  }

  @Test
  void anEndCountsWhenItHasHeld() throws Exception {
    send(port(Status.RAISED, 0), port(Status.CLEARED, 5), port(Status.RAISED, 6));
    operator.processWatermark(at(20));
    assertThat(statuses()).containsExactly(Status.RAISED);

    send(port(Status.CLEARED, 20), port(Status.CLEARED, 25));
    operator.processWatermark(at(30));
    assertThat(statuses()).containsExactly(Status.RAISED, Status.CLEARED);
    assertThat(operator.extractOutputValues().get(1).time()).isEqualTo(at(30));
    assertThat(operator.numKeyedStateEntries()).isZero();
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  @Test
  void whatNobodySpeaksOfAnyMoreIsOver() throws Exception {
    int day = 24 * 60;
    send(port(Status.RAISED, 0), port(Status.RAISED, 60));
    operator.processWatermark(at(day + 59));
    assertThat(statuses()).containsExactly(Status.RAISED);

    operator.processWatermark(at(day + 60));
    assertThat(statuses()).containsExactly(Status.RAISED, Status.CLEARED);
    assertThat(operator.numKeyedStateEntries()).isZero();
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  @Test
  void aPersonEndsItUntilItIsRaisedAnew() throws Exception {
    send(port(Status.RAISED, 0));
    resolve(5);
    send(port(Status.RAISED, 3));
    assertThat(statuses()).containsExactly(Status.RAISED, Status.CLEARED);

    send(port(Status.CLEARED, 7), port(Status.RAISED, 8));
    assertThat(statuses()).containsExactly(Status.RAISED, Status.CLEARED, Status.RAISED);
  }

  @Test
  void aCommandOfAnEarlierDisruptionDoesNotEndThisOne() throws Exception {
    send(port(Status.RAISED, 10));
    resolve(8);

    assertThat(statuses()).containsExactly(Status.RAISED);
  }

  /** Else a hundred shipments would be released by a command that had no effect on their port. */
  @Test
  void aCommandThatItsAlertRefusesDoesNotEndItEither() throws Exception {
    send(port(Status.RAISED, 0), port(Status.CLEARED, 10));
    operator.processWatermark(at(14));
    operator.processWatermark(at(15));
    resolve(16);
    assertThat(statuses()).containsExactly(Status.RAISED);

    send(port(Status.RAISED, 17));
    resolve(15);
    assertThat(statuses()).containsExactly(Status.RAISED);

    send(port(Status.CLEARED, 18));
    resolve(19);
    assertThat(statuses()).containsExactly(Status.RAISED, Status.CLEARED);
  }

  @Test
  void whatNeverBeganDoesNotEnd() throws Exception {
    send(port(Status.CLEARED, 0));

    assertThat(statuses()).isEmpty();
    assertThat(operator.numKeyedStateEntries()).isZero();
  }

  private void send(Finding... findings) throws Exception {
    for (Finding finding : findings) {
      operator.processElement(new StreamRecord<>(AlertInput.of(finding)));
    }
  }

  private void resolve(long minute) throws Exception {
    operator.processElement(
        new StreamRecord<>(
            AlertInput.of(
                ManageAlertsTest.decoded(
                    command("c", CommandKind.RESOLVE, minute)
                        .setAlertId("PORT:P:LANE_DISRUPTION")
                        .build()))));
  }

  private List<Status> statuses() {
    return operator.extractOutputValues().stream().map(Finding::status).toList();
  }
}
