package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DownCommandTest {
  @TempDir private Path state;
  private FakeCluster cluster;

  @BeforeEach
  void start() throws IOException {
    cluster = new FakeCluster(state, 30);
    cluster.jobs("a alerts RUNNING", "b orders RUNNING");
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private void stopsWith(String id, String savepoint, String... jobs) {
    cluster.then("GET /jobs/" + id + "/savepoints/t", () -> cluster.jobs(jobs));
    cluster.answer("POST /jobs/" + id + "/stop", "{\"request-id\":\"t\"}");
    cluster.answer(
        "GET /jobs/" + id + "/savepoints/t",
        "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"location\":\"file:%s\"}}"
            .formatted(savepoint));
  }

  /** It answers 404 to the stop of the first job, and to its cancellation. */
  @Test
  void aJobThatCannotBeStoppedHoldsUpNeitherTheOthersNorTheProcesses() {
    cluster.store().save(JobRecord.submitted("orders", "b", Optional.empty(), List.of()));
    stopsWith("b", "/x/savepoint-b", "a alerts RUNNING", "b orders FINISHED");
    assertThatThrownBy(() -> new DownCommand().down(cluster.stack(), cluster.progress()))
        .hasMessage("could not stop alerts, which scripts/up brings back from the last checkpoint");
    assertThat(cluster.told().lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches("alerts +not stopped, goes on from its last checkpoint: .*"))
        .anySatisfy(line -> assertThat(line).matches("orders +stopped, savepoint /x/savepoint-b"))
        .anySatisfy(line -> assertThat(line).matches("jobmanager +stopped"));
    assertThat(cluster.store().find("orders").orElseThrow().savepoint())
        .hasValue(Path.of("/x/savepoint-b"));
    assertThat(cluster.stack().alive(cluster.stack().components().get(0))).isFalse();
  }

  @Test
  void whenAllJobsAreStoppedDownSucceeds() {
    stopsWith("a", "/x/savepoint-a", "a alerts FINISHED", "b orders RUNNING");
    stopsWith("b", "/x/savepoint-b", "a alerts FINISHED", "b orders FINISHED");
    new DownCommand().down(cluster.stack(), cluster.progress());
    assertThat(cluster.told()).contains("/x/savepoint-a", "/x/savepoint-b");
    assertThat(cluster.stack().alive(cluster.stack().components().get(0))).isFalse();
  }

  @Test
  void wipedIsWhatTheStackKeptAndNothingElse() throws IOException {
    cluster.store().save(JobRecord.submitted("orders", "b", Optional.empty(), List.of()));
    for (String kept :
        List.of("data/kafka", "checkpoints/b", "savepoints/b", "secrets", "schema-cache")) {
      Files.createFile(Files.createDirectories(state.resolve(kept)).resolve("file"));
    }
    Files.createFile(state.resolve("endpoints.properties"));
    Path notes = Files.createFile(state.resolve("notes.txt"));
    DownCommand command = new DownCommand();
    new CommandLine(command).parseArgs("--wipe");
    command.down(cluster.stack(), cluster.progress());
    try (Stream<Path> left = Files.list(state)) {
      assertThat(left).containsExactly(notes);
    }
    assertThat(cluster.told())
        .contains("deleted what the stack kept in " + cluster.stack().folders().state())
        .as("savepoints would be deleted, too")
        .doesNotContain("orders");
    assertThat(cluster.stack().alive(cluster.stack().components().get(0))).isFalse();
  }

  @Test
  void unlessWipedItStays() throws IOException {
    Path kept = Files.createDirectories(state.resolve("data/kafka"));
    stopsWith("a", "/x/savepoint-a", "a alerts FINISHED", "b orders RUNNING");
    stopsWith("b", "/x/savepoint-b", "a alerts FINISHED", "b orders FINISHED");
    new DownCommand().down(cluster.stack(), cluster.progress());
    assertThat(kept).isDirectory();
  }
}
