package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadableStateExceptionTest {
  private static final String TASK =
      """
      java.lang.Exception: Exception while creating StreamOperatorStateContext.
      \tat org.apache.flink.streaming.api.operators.StreamTaskStateInitializerImpl.streamOperatorStateContext(S.java:1)
      Caused by: %s
      """;

  @Test
  void aTaskThatCannotReadItsState() {
    assertThat(UnreadableStateException.explains(TASK.formatted("java.io.EOFException"))).isTrue();
  }

  @Test
  void aJobManagerThatCannotReadTheMetadata() {
    assertThat(
            UnreadableStateException.explains(
                "\tat org.apache.flink.runtime.checkpoint.CheckpointCoordinator.restoreSavepoint(C.java:1)"))
        .isTrue();
  }

  @Test
  void stateOfAnotherTypeWouldNotFitIfItWereOlder() {
    assertThat(
            UnreadableStateException.explains(
                TASK.formatted("org.apache.flink.util.StateMigrationException: incompatible")))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Failed to rollback to checkpoint/savepoint file:/x. Cannot map checkpoint/savepoint state for operator 1f to the new program, because the operator is not available in the new program.",
        "Failed to rollback to checkpoint/savepoint file:/x. Max parallelism mismatch between checkpoint/savepoint state and new program.",
        "The state for task decide can not be restored. The maximum parallelism (2) of the restored state is lower than the configured parallelism (4).",
        "java.io.IOException: No space left on device"
      })
  void stateThatHasNoPlaceInTheBuildOrOnTheDisk(String reason) {
    assertThat(
            UnreadableStateException.explains(
                """
                Caused by: java.lang.IllegalStateException: %s
                \tat org.apache.flink.runtime.checkpoint.CheckpointCoordinator.restoreSavepoint(C.java:1)
                """
                    .formatted(reason)))
        .isFalse();
    assertThat(UnreadableStateException.explains(TASK.formatted(reason))).isFalse();
  }

  @Test
  void aSourceWithoutBrokerHasNothingToDoWithState() {
    assertThat(
            UnreadableStateException.explains(
                "org.apache.kafka.common.errors.TimeoutException: no broker"))
        .isFalse();
  }
}
