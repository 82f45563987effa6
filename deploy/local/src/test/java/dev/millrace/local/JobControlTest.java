package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobControlTest {
  private static final String JOB = "fraud-scoring";

  @TempDir private Path state;
  private FakeCluster cluster;
  private JobControl control;
  private Path jar;

  @BeforeEach
  void start() throws IOException {
    cluster = new FakeCluster(state, 30);
    cluster.jobs();
    control = new JobControl(cluster.stack(), cluster.progress());
    jar = Files.createFile(state.resolve("a.jar"));
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private Path checkpoint(int number) throws IOException {
    Path folder = Files.createDirectories(state.resolve("checkpoints/before/chk-" + number));
    Files.createFile(folder.resolve("_metadata"));
    return folder;
  }

  private static String id(int number) {
    return "%032d".formatted(number);
  }

  private Optional<Path> startedFrom() {
    return cluster.store().find(JOB).orElseThrow().startedFrom();
  }

  @Test
  void aJobThatGetsFewerSlotsThanItWantsIsTold() throws IOException {
    cluster.jobs(id(4) + " " + JOB + " FAILED");
    cluster.answer(
        "GET /jobs/" + id(4),
        "{\"state\":\"RUNNING\",\"vertices\":["
            + "{\"parallelism\":1,\"status\":\"RUNNING\"},{\"parallelism\":2,\"status\":\"RUNNING\"}]}");
    cluster.answer("GET /jobs/" + id(4) + "/config", wanting(4));
    control.submit(JOB, jar, List.of(checkpoint(4)), List.of());
    assertThat(cluster.told())
        .contains("fraud-scoring runs on 2 slots, not on 4: a TaskManager is missing");
  }

  @Test
  void aJobThatGetsItsSlotsIsNot() throws IOException {
    cluster.jobs(id(4) + " " + JOB + " FAILED");
    cluster.answer(
        "GET /jobs/" + id(4),
        "{\"state\":\"RUNNING\",\"vertices\":[{\"parallelism\":2,\"status\":\"RUNNING\"}]}");
    cluster.answer("GET /jobs/" + id(4) + "/config", wanting(2));
    control.submit(JOB, jar, List.of(checkpoint(4)), List.of());
    assertThat(cluster.told()).doesNotContain("slots");
  }

  private static String wanting(int parallelism) {
    return "{\"execution-config\":{\"job-parallelism\":%d}}".formatted(parallelism);
  }

  @Test
  void aJobThatIsStuckEndsWithoutASavepointAndGoesOnFromItsCheckpoint() throws IOException {
    Path newest = checkpoint(5);
    cluster.store().save(JobRecord.submitted(JOB, "before", Optional.empty(), List.of()));
    cluster.jobs("before " + JOB + " RUNNING");
    cluster.answer("PATCH /jobs/before?mode=cancel", "{}");
    cluster.then(
        "PATCH /jobs/before?mode=cancel", () -> cluster.jobs("before " + JOB + " CANCELED"));

    assertThat(control.stopWithoutSavepoint(JOB)).hasValue(newest);

    assertThat(cluster.store().find(JOB).orElseThrow().intent()).isEqualTo(JobRecord.Intent.STOP);
    assertThatThrownBy(() -> control.stopWithoutSavepoint(JOB))
        .isInstanceOf(StackException.class)
        .hasMessage("fraud-scoring does not run");
  }

  /** Of a submission that was interrupted before it was noted, or of one by other means. */
  @Test
  void theStateOfARunThatNobodyNotedIsTheNewest() throws IOException {
    Path old = checkpoint(5);
    cluster.store().save(JobRecord.submitted(JOB, "before", Optional.empty(), List.of("-Da=b")));
    cluster.jobs("other " + JOB + " RUNNING");
    Path savepoint = stopsWithASavepoint("other");

    assertThat(control.stop(JOB)).hasValue(savepoint);
    assertThat(control.restorePoints(JOB)).first().isEqualTo(savepoint).isNotEqualTo(old);
    assertThat(cluster.store().find(JOB).orElseThrow().arguments()).containsExactly("-Da=b");
  }

  @Test
  void theStateOfAJobThatWasNeverSubmittedHereIsKeptAndTheJobStaysAway() throws IOException {
    cluster.jobs("other " + JOB + " RUNNING");
    Path savepoint = stopsWithASavepoint("other");

    control.suspendAll();
    assertThat(control.restorePoints(JOB)).containsExactly(savepoint);
    control.bringBackAll();
    assertThat(cluster.told()).doesNotContain("back");
  }

  /** Whoever took the stack down is gone, and the job has taken its savepoint all the same. */
  @Test
  void aJobWhoseEndNobodyAwaitedComesBackWithTheStack() throws IOException {
    JobStore store = cluster.store();
    store.save(JobRecord.submitted(JOB, id(5), Optional.empty(), List.of()).suspended(true));
    Files.createFile(store.jar(JOB));
    Files.createFile(store.template(JOB));
    cluster.jobs(id(5) + " " + JOB + " FINISHED");
    Path savepoint = Files.createDirectories(state.resolve("savepoints/savepoint-000000-chk-7"));
    Files.createFile(savepoint.resolve("_metadata"));
    cluster.answer(
        "GET /jobs/" + id(5) + "/checkpoints",
        "{\"latest\":{\"savepoint\":{\"external_path\":\"file:%s\"}}}".formatted(savepoint));
    cluster.answer("GET /jobs/" + id(7), "{\"state\":\"RUNNING\",\"vertices\":[]}");

    control.suspendAll();
    assertThat(store.find(JOB).orElseThrow().intent()).isEqualTo(JobRecord.Intent.RUN);
    control.bringBackAll();
    assertThat(store.find(JOB).orElseThrow().startedFrom()).hasValue(savepoint);
  }

  private Path stopsWithASavepoint(String id) throws IOException {
    Path savepoint = Files.createDirectories(state.resolve("savepoints/savepoint-" + id));
    Files.createFile(savepoint.resolve("_metadata"));
    cluster.answer("POST /jobs/" + id + "/stop", "{\"request-id\":\"t\"}");
    cluster.answer(
        "GET /jobs/" + id + "/savepoints/t",
        "{\"status\":{\"id\":\"COMPLETED\"},\"operation\":{\"location\":\"file:%s\"}}"
            .formatted(savepoint));
    cluster.then(
        "GET /jobs/" + id + "/savepoints/t", () -> cluster.jobs(id + " " + JOB + " FINISHED"));
    return savepoint;
  }

  @Test
  void aJobThatDoesNotEndIsNotTakenForOneThatHas() {
    cluster.jobs("before " + JOB + " CANCELLING");
    cluster.answer("PATCH /jobs/before?mode=cancel", "{}");
    JobControl impatient =
        new JobControl(cluster.stack(), cluster.progress(), Duration.ofMillis(50));

    assertThatThrownBy(() -> impatient.stopWithoutSavepoint(JOB))
        .isInstanceOf(StackException.class)
        .hasMessageStartingWith("fraud-scoring is still being cancelled after 0 s:");
  }

  @Test
  void aJobThatCannotComeBackDoesNotKeepTheOthersAway() throws IOException {
    Path newest = checkpoint(5);
    JobStore store = cluster.store();
    for (String name : List.of("alerts", JOB)) {
      store.save(JobRecord.submitted(name, "before", Optional.of(newest), List.of()));
    }
    Files.createFile(store.jar(JOB));
    Files.createFile(store.template(JOB));
    cluster.answer("GET /jobs/" + id(5), "{\"state\":\"RUNNING\",\"vertices\":[]}");

    assertThatThrownBy(control::bringBackAll)
        .isInstanceOf(StackException.class)
        .hasMessage("could not bring back alerts; scripts/submit JOB --as-before tries again");

    assertThat(store.find(JOB).orElseThrow().id()).isEqualTo(id(5));
    assertThat(cluster.told().lines())
        .anySatisfy(line -> assertThat(line).matches("alerts +not back: .*"))
        .anySatisfy(line -> assertThat(line).matches("fraud-scoring +back from .*"));
  }

  @Test
  void theNewestStateIsForgottenOnlyOnceTheJobRunsFromAnother() throws IOException {
    Path newest = checkpoint(5);
    Path older = checkpoint(4);
    cluster.jobs(id(5) + " " + JOB + " FAILED", id(4) + " " + JOB + " FAILED");
    cluster.failsToRead(id(5));
    cluster.failsToRead(id(4));
    assertThatThrownBy(() -> control.submit(JOB, jar, List.of(newest, older), List.of()))
        .isInstanceOf(UnreadableStateException.class);
    assertThat(startedFrom()).hasValue(newest);
    assertThat(cluster.store().find(JOB).orElseThrow().id()).isEqualTo(id(4));

    cluster.answer("GET /jobs/" + id(4), "{\"state\":\"RUNNING\",\"vertices\":[]}");
    assertThat(control.submit(JOB, jar, control.restorePoints(JOB), List.of())).isEqualTo(id(4));
    assertThat(startedFrom()).hasValue(older);
    assertThat(cluster.told()).contains("trying the state before it, " + older);
  }
}
