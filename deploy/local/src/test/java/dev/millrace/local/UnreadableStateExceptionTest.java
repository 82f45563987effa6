package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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

  @Test
  void aSourceWithoutBrokerHasNothingToDoWithState() {
    assertThat(
            UnreadableStateException.explains(
                "org.apache.kafka.common.errors.TimeoutException: no broker"))
        .isFalse();
  }
}
