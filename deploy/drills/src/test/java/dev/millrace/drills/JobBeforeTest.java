package dev.millrace.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.console.ToolException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobBeforeTest {
  private static final String RESTARTS = "/jobs/j1/metrics";
  private static final String CHECKPOINTS = "/jobs/j1/checkpoints";
  private static final String TASK_MANAGERS = "/taskmanagers";
  private static final String TWO =
      "{\"taskmanagers\":[{\"id\":\"taskmanager-1\"},{\"id\":\"taskmanager-2\"}]}";

  private FakeFlink flink;
  private JobBefore before;

  @BeforeEach
  void start() throws IOException {
    flink =
        new FakeFlink(
            Map.of(
                "/jobs/overview",
                "{\"jobs\":[{\"jid\":\"j1\",\"name\":\"fraud-scoring\",\"state\":\"RUNNING\"}]}",
                RESTARTS,
                restarts(2),
                CHECKPOINTS,
                "{\"counts\":{\"failed\":1}}",
                TASK_MANAGERS,
                TWO));
    before = JobBefore.of(flink.cluster(), "fraud-scoring");
  }

  private static String restarts(int count) {
    return "[{\"id\":\"numRestarts\",\"value\":\"%d\"}]".formatted(count);
  }

  @AfterEach
  void stop() {
    flink.close();
  }

  @Test
  void aJobThatGoesOnAsBeforeHasNoticedNothing() {
    assertThat(before.wasDisturbed()).isFalse();
    assertThat(before.missedCheckpoint()).isFalse();
  }

  @Test
  void aRestartIsADisturbance() {
    flink.answers.put(RESTARTS, restarts(3));
    assertThat(before.wasDisturbed()).isTrue();
  }

  @Test
  void restartsThatFlinkHadNotCountedYetAreNone() {
    flink.answers.put(RESTARTS, "[]");
    JobBefore early = JobBefore.of(flink.cluster(), "fraud-scoring");
    flink.answers.put(RESTARTS, restarts(2));
    assertThat(early.wasDisturbed()).isFalse();
  }

  @Test
  void aTaskManagerThatIsGivenUpIsADisturbance() {
    flink.answers.put(TASK_MANAGERS, "{\"taskmanagers\":[{\"id\":\"taskmanager-2\"}]}");
    assertThat(before.wasDisturbed()).isTrue();
  }

  @Test
  void aFailedCheckpointCountsOnceThereIsOneMore() {
    flink.answers.put(CHECKPOINTS, "{\"counts\":{\"failed\":2}}");
    assertThat(before.missedCheckpoint()).isTrue();
    assertThat(before.wasDisturbed()).isFalse();
  }

  @Test
  void noAnswerIsNoEffect() {
    flink.answers.clear();
    assertThat(before.wasDisturbed()).isFalse();
    assertThat(before.missedCheckpoint()).isFalse();
    assertThatThrownBy(() -> JobBefore.of(flink.cluster(), "fraud-scoring"))
        .isInstanceOf(ToolException.class)
        .hasMessage("fraud-scoring does not run");
  }
}
