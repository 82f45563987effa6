package dev.millrace.fraud.operator;

import static dev.millrace.fraud.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.ingest.Received;
import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Features;
import dev.millrace.suite.Source;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrackDeviceUseTest {
  private static final Duration IDLE = Duration.ofDays(60);

  private KeyedOneInputStreamOperatorTestHarness<String, ProfiledPayment, ProfiledPayment> operator;

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
  void countsTheCardsOfEachDevice() throws Exception {
    pay("card-1", "phone");
    pay("card-1", "phone");
    pay("card-2", "phone");
    pay("card-1", "other");

    assertThat(operator.extractOutputValues())
        .extracting(profiled -> profiled.features().of(Feature.DEVICE_CARDS_1D))
        .containsExactly(1.0, 1.0, 2.0, 1.0);
    assertThat(operator.numKeyedStateEntries()).isEqualTo(2);
  }

  @Test
  void setsNoTimers() throws Exception {
    pay("card-1", "phone");

    assertThat(operator.numEventTimeTimers()).isZero();
    assertThat(operator.numProcessingTimeTimers()).isZero();
  }

  @Test
  void stateOfIdleDevicesIsRemovedAsOthersAreUsed() throws Exception {
    for (int i = 0; i < 100; i++) {
      pay("card", "device-" + i);
    }
    operator.setStateTtlProcessingTime(IDLE.toMillis() + 1);
    for (int i = 0; i < 300; i++) {
      pay("card", "the-one-in-use");
    }

    assertThat(operator.numKeyedStateEntries()).isEqualTo(1);
  }

  @Test
  void stateSurvivesARestart() throws Exception {
    pay("card-1", "phone");
    OperatorSubtaskState snapshot = operator.snapshot(1, 1);
    operator.close();

    operator = harness();
    operator.initializeState(snapshot);
    operator.open();
    pay("card-2", "phone");

    assertThat(operator.extractOutputValues())
        .extracting(profiled -> profiled.features().of(Feature.DEVICE_CARDS_7D))
        .containsExactly(2.0);
  }

  private void pay(String card, String device) throws Exception {
    operator.processElement(
        new ProfiledPayment(
            new Received<>(
                payment("a").setCardId(card).setDeviceId(device).build(),
                new Source("t", 0, 7L),
                0),
            Features.none()),
        0);
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, ProfiledPayment, ProfiledPayment>
      harness() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(new TrackDeviceUse(IDLE)),
        ProfiledPayment::deviceId,
        Types.STRING);
  }
}
