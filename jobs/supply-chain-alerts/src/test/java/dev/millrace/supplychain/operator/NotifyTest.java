package dev.millrace.supplychain.operator;

import static dev.millrace.supplychain.domain.alert.Alerts.at;
import static dev.millrace.supplychain.domain.alert.Alerts.raised;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.supply.NotificationKind;
import dev.millrace.supply.SupplyAlert;
import dev.millrace.supply.SupplyNotification;
import dev.millrace.supplychain.domain.alert.AlertLifecycle;
import dev.millrace.supplychain.domain.alert.AlertRecord;
import dev.millrace.supplychain.domain.alert.Alerts;
import dev.millrace.supplychain.domain.notice.News;
import dev.millrace.supplychain.domain.notice.NoticeRules;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotifyTest {
  private KeyedOneInputStreamOperatorTestHarness<String, News, SupplyNotification> operator;

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
  void sendsAtOnceThenADigestAndForgetsTheOwner() throws Exception {
    send("a", 0);
    send("b", 1);
    send("c", 2);
    assertThat(operator.numEventTimeTimers()).isEqualTo(1);
    operator.processWatermark(at(61));

    assertThat(operator.extractOutputValues())
        .extracting(SupplyNotification::getKind)
        .containsExactly(NotificationKind.ALERT, NotificationKind.DIGEST);
    operator.processWatermark(at(24 * 60));
    assertThat(operator.numKeyedStateEntries()).isZero();
    assertThat(operator.numEventTimeTimers()).isZero();
    assertThat(operator.numProcessingTimeTimers()).isZero();
  }

  /** Such as a topic that is ahead of the others after a standstill. */
  @Test
  void anAlertFromAheadOfTimeDoesNotRenewTheRate() throws Exception {
    operator.processWatermark(at(0));
    send("a", 0);
    send("ahead", 90);
    send("b", 1);

    assertThat(operator.extractOutputValues())
        .extracting(SupplyNotification::getKind)
        .containsExactly(NotificationKind.ALERT, NotificationKind.ALERT);
    operator.processWatermark(at(24 * 60));
    assertThat(operator.numKeyedStateEntries()).isZero();
    assertThat(operator.numEventTimeTimers()).isZero();
  }

  @Test
  void whatIsHeldSurvivesARestart() throws Exception {
    send("a", 0);
    send("b", 1);
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();

    operator = harness();
    operator.initializeState(snapshot);
    operator.open();
    operator.processWatermark(at(61));

    assertThat(operator.extractOutputValues())
        .extracting(SupplyNotification::getKind)
        .containsExactly(NotificationKind.DIGEST);
  }

  private void send(String shipment, long minute) throws Exception {
    SupplyAlert opened =
        new AlertLifecycle(Alerts.RULES)
            .found(AlertRecord.EMPTY, raised(shipment, minute, 1), null)
            .versions()
            .get(0);
    operator.processElement(
        new StreamRecord<>(new News(opened.getOwner(), opened, News.Hold.KEPT)));
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, News, SupplyNotification> harness()
      throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new Notify(new NoticeRules(1, 1, Duration.ofHours(1)))),
        News::owner,
        Types.STRING);
  }
}
