package dev.millrace.drills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.console.ToolException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two jobs on three TaskManagers, of which only the second runs parts of both. */
class ClusterTest {
  private FakeFlink flink;

  @BeforeEach
  void start() throws IOException {
    flink =
        new FakeFlink(
            Map.of(
                "/jobs/overview",
                "{\"jobs\":[{\"jid\":\"j1\",\"name\":\"scoring\",\"state\":\"RUNNING\"},"
                    + "{\"jid\":\"j2\",\"name\":\"writer\",\"state\":\"RUNNING\"}]}",
                "/jobs/j1",
                "{\"vertices\":[{\"id\":\"v1\"},{\"id\":\"v2\"}]}",
                "/jobs/j1/vertices/v1/taskmanagers",
                "{\"taskmanagers\":[{\"taskmanager-id\":\"taskmanager-1\"}]}",
                "/jobs/j1/vertices/v2/taskmanagers",
                "{\"taskmanagers\":[{\"taskmanager-id\":\"taskmanager-2\"}]}",
                "/jobs/j2",
                "{\"vertices\":[{\"id\":\"v3\"}]}",
                "/jobs/j2/vertices/v3/taskmanagers",
                "{\"taskmanagers\":[{\"taskmanager-id\":\"taskmanager-2\"},"
                    + "{\"taskmanager-id\":\"taskmanager-3\"}]}",
                "/taskmanagers",
                "{\"taskmanagers\":[{\"id\":\"taskmanager-1\"},{\"id\":\"taskmanager-2\"},"
                    + "{\"id\":\"taskmanager-3\"}]}"));
  }

  @AfterEach
  void stop() {
    flink.close();
  }

  @Test
  void findsTheTaskManagerThatRunsPartsOfAllJobs() {
    assertThat(flink.cluster().taskManagerOf(List.of("scoring", "writer")))
        .isEqualTo("taskmanager-2");
    assertThat(flink.cluster().taskManagerOf(List.of("scoring"))).isEqualTo("taskmanager-1");
  }

  @Test
  void saysThatThereIsNone() {
    flink.answers.put(
        "/jobs/j2/vertices/v3/taskmanagers",
        "{\"taskmanagers\":[{\"taskmanager-id\":\"taskmanager-3\"}]}");
    assertThatThrownBy(() -> flink.cluster().taskManagerOf(List.of("scoring", "writer")))
        .isInstanceOf(ToolException.class)
        .hasMessage("no TaskManager runs a part of scoring and of writer");
  }
}
