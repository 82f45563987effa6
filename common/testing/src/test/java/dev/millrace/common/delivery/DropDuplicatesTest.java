package dev.millrace.common.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events are texts such as {@code card/id}. */
class DropDuplicatesTest {
  private static final Duration REMEMBERED = Duration.ofHours(1);

  private KeyedOneInputStreamOperatorTestHarness<String, String, String> harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness();
    harness.open();
    harness.setStateTtlProcessingTime(0);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void anEventWithAnIdThatWasSeenIsDropped() throws Exception {
    process("c1/a", "c1/b", "c1/a", "c2/a", "c2/a");

    assertThat(harness.extractOutputValues()).containsExactly("c1/a", "c1/b", "c2/a");
  }

  @Test
  void anIdIsForgottenAfterItsTime() throws Exception {
    process("c1/a");
    harness.setStateTtlProcessingTime(REMEMBERED.toMillis() - 1);
    process("c1/a");
    assertThat(harness.extractOutputValues()).containsExactly("c1/a");

    harness.setStateTtlProcessingTime(REMEMBERED.toMillis());
    process("c1/a");
    assertThat(harness.extractOutputValues()).containsExactly("c1/a", "c1/a");
  }

  @Test
  void anIdIsRememberedFromItsFirstEventOn() throws Exception {
    process("c1/a");
    harness.setStateTtlProcessingTime(REMEMBERED.toMillis() / 2);
    process("c1/a");
    harness.setStateTtlProcessingTime(REMEMBERED.toMillis());
    process("c1/a");

    assertThat(harness.extractOutputValues()).hasSize(2);
  }

  @Test
  void idsAreRememberedOverARestart() throws Exception {
    process("c1/a");
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    harness = harness();
    harness.initializeState(state);
    harness.open();
    harness.setStateTtlProcessingTime(1);

    process("c1/a", "c1/b");

    assertThat(harness.extractOutputValues()).containsExactly("c1/b");
  }

  @Test
  void stateIsBoundedByTheTimeThatIdsAreRemembered() throws Exception {
    for (int i = 0; i < 50; i++) {
      process("c" + i + "/a");
    }
    assertThat(harness.numKeyedStateEntries()).isEqualTo(50);

    harness.setStateTtlProcessingTime(2 * REMEMBERED.toMillis());
    // Each payment is two accesses, and each access looks at one key.
    for (int i = 0; i < 100; i++) {
      process("new/" + i);
    }

    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    assertThat(harness.numProcessingTimeTimers()).isZero();
  }

  @Test
  void idsOfAKeyWithManyAreForgottenThoughNothingComes() throws Exception {
    restartForManyIdsOfAKey();
    for (int i = 0; i < 50; i++) {
      process("c1/" + i, "c2/" + i, "c2/" + i);
    }
    assertThat(harness.extractOutputValues()).hasSize(100);
    assertThat(harness.numKeyedStateEntries()).isEqualTo(2);
    assertThat(harness.numProcessingTimeTimers()).isEqualTo(2);

    passTo(REMEMBERED.toMillis() / 2);
    process("c1/later");
    passTo(REMEMBERED.toMillis() * 9 / 8);
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    assertThat(harness.numProcessingTimeTimers()).isEqualTo(1);
    process("c1/later", "c1/0");
    assertThat(harness.extractOutputValues().subList(100, 102)).containsExactly("c1/later", "c1/0");

    passTo(3 * REMEMBERED.toMillis());
    assertThat(harness.extractOutputValues()).hasSize(102);
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numProcessingTimeTimers()).isZero();
  }

  @Test
  void idsOfAKeyWithFewMayBecomeMany() throws Exception {
    process("c1/a");
    restartForManyIdsOfAKey();
    process("c1/a", "c1/b");
    assertThat(harness.extractOutputValues()).containsExactly("c1/b");
    assertThat(harness.numProcessingTimeTimers()).isEqualTo(1);

    passTo(3 * REMEMBERED.toMillis());
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  private void restartForManyIdsOfAKey() throws Exception {
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    harness = harness(DropDuplicates.ofManyIdsOfAKey(DropDuplicatesTest::id, REMEMBERED));
    harness.initializeState(state);
    harness.open();
    harness.setStateTtlProcessingTime(0);
  }

  /** As time does: in small steps, for timers and for what is over alike. */
  private void passTo(long time) throws Exception {
    for (long now = harness.getProcessingTime(); now < time; now += 60_000) {
      harness.setStateTtlProcessingTime(now);
      harness.setProcessingTime(now);
    }
    harness.setStateTtlProcessingTime(time);
    harness.setProcessingTime(time);
  }

  private static String id(String event) {
    return event.substring(event.indexOf('/') + 1);
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, String, String> harness()
      throws Exception {
    return harness(new DropDuplicates<>(DropDuplicatesTest::id, REMEMBERED));
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, String, String> harness(
      DropDuplicates<String, String> drop) throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new KeyedProcessOperator<>(drop),
        event -> event.substring(0, event.indexOf('/')),
        Types.STRING);
  }

  private void process(String... events) throws Exception {
    for (String event : events) {
      harness.processElement(event, 0);
    }
  }
}
