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
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettleDisruptionsTest {
  private KeyedOneInputStreamOperatorTestHarness<String, AlertInput, Finding> operator;

  @BeforeEach
  void open() throws Exception {
    operator = harness(settling());
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
    assertNothingIsLeft();
  }

  @Test
  void whatNobodySpeaksOfAnyMoreIsOver() throws Exception {
    int day = 24 * 60;
    send(port(Status.RAISED, 0), port(Status.RAISED, 60));
    operator.processWatermark(at(day + 59));
    assertThat(statuses()).containsExactly(Status.RAISED);

    operator.processWatermark(at(day + 60));
    assertThat(statuses()).containsExactly(Status.RAISED, Status.CLEARED);
    assertNothingIsLeft();
  }

  @Test
  void aPersonEndsItUntilItIsRaisedAnew() throws Exception {
    send(port(Status.RAISED, 0));
    resolve(5);
    send(port(Status.RAISED, 3));
    assertThat(statuses()).containsExactly(Status.RAISED, Status.CLEARED);

    send(port(Status.CLEARED, 7));
    assertNothingIsLeft();
    send(port(Status.RAISED, 8));
    assertThat(statuses()).containsExactly(Status.RAISED, Status.CLEARED, Status.RAISED);
  }

  @Test
  void whatAPersonEndedIsForgottenWithItsAlert() throws Exception {
    int day = 24 * 60;
    send(port(Status.RAISED, 0));
    resolve(5);
    // That it was dismissed, and until when that counts.
    assertThat(operator.numKeyedStateEntries()).isEqualTo(2);
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);

    // It is still seen, which puts that off.
    operator.processWatermark(at(day));
    send(port(Status.RAISED, 3));
    operator.processWatermark(at(2L * day - 1));
    assertThat(operator.numKeyedStateEntries()).isEqualTo(2);
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);

    operator.processWatermark(at(2L * day));
    assertThat(statuses()).containsExactly(Status.RAISED, Status.CLEARED);
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() {
    assertThat(operator.numKeyedStateEntries()).isZero();
    assertThat(operator.numEventTimeTimers()).isZero();
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

    // It comes again before there is a watermark.
    restart(settling());
    resolve(16);
    assertThat(statuses()).isEmpty();

    send(port(Status.RAISED, 17));
    resolve(15);
    assertThat(statuses()).isEmpty();

    send(port(Status.CLEARED, 18));
    resolve(19);
    assertThat(statuses()).containsExactly(Status.CLEARED);
  }

  @Test
  void anEndOfAnEarlierBuildIsResolvedInTimeToo() throws Exception {
    send(port(Status.RAISED, 0), port(Status.CLEARED, 10));
    operator.processWatermark(at(15));
    restart(new AsEarlierBuild());
    send(port(Status.CLEARED, 15));
    restart(settling());

    operator.processWatermark(at(15));
    resolve(16);
    assertThat(statuses()).isEmpty();
    operator.processWatermark(at(20));
    assertThat(statuses()).containsExactly(Status.CLEARED);
    assertNothingIsLeft();
  }

  /** It did not keep that an alert was resolved. */
  private static final class AsEarlierBuild
      extends KeyedProcessFunction<String, AlertInput, Finding> {
    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(AlertInput input, Context context, Collector<Finding> out)
        throws Exception {
      getRuntimeContext().getState(new ValueStateDescriptor<>("resolved", Types.BOOLEAN)).clear();
    }
  }

  @Test
  void whatIsFoundLateIsOfThePresentAlsoAfterARestart() throws Exception {
    operator.processWatermark(at(30));
    send(port(Status.RAISED, 0));
    restart(settling());
    send(port(Status.CLEARED, 1));

    operator.processWatermark(at(39));
    assertThat(statuses()).isEmpty();
    operator.processWatermark(at(40));
    assertThat(statuses()).containsExactly(Status.CLEARED);
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

  private void restart(KeyedProcessFunction<String, AlertInput, Finding> function)
      throws Exception {
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();
    operator = harness(function);
    operator.initializeState(snapshot);
    operator.open();
  }

  private static SettleDisruptions settling() {
    return new SettleDisruptions(Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofDays(1));
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, AlertInput, Finding> harness(
      KeyedProcessFunction<String, AlertInput, Finding> function) throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(function), AlertInput::alertId, Types.STRING);
  }

  private List<Status> statuses() {
    return operator.extractOutputValues().stream().map(Finding::status).toList();
  }
}
