package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestorePointsTest {
  private static final String ID = "0123456789abcdef0123456789abcdef";

  @TempDir private Path state;
  private FakeCluster cluster;
  private JobControl control;

  @BeforeEach
  void start() throws IOException {
    cluster = new FakeCluster(state, 1);
    cluster.jobs();
    control = new JobControl(cluster.stack(), cluster.progress());
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private Path complete(String name) throws IOException {
    Path folder = Files.createDirectories(state.resolve(name));
    Files.createFile(folder.resolve("_metadata"));
    return folder;
  }

  private void submitted(Optional<Path> from) {
    cluster.store().save(JobRecord.submitted("orders", ID, from, List.of()));
  }

  private void savepointOf(Path savepoint) {
    cluster.answer(
        "GET /jobs/" + ID + "/checkpoints",
        "{\"counts\":{\"completed\":3},\"latest\":{\"savepoint\":{\"external_path\":\"%s\"}}}"
            .formatted(savepoint.toUri()));
  }

  @Test
  void aSavepointThatCameAfterStopHadGivenUpIsFound() throws IOException {
    Path before = complete("savepoints/savepoint-ffffff-1");
    submitted(Optional.of(before));
    cluster.jobs(ID + " orders RUNNING");
    cluster.answer("POST /jobs/" + ID + "/stop", "{\"request-id\":\"t\"}");
    cluster.answer("GET /jobs/" + ID + "/savepoints/t", "{\"status\":{\"id\":\"IN_PROGRESS\"}}");
    assertThatThrownBy(() -> control.stop("orders"))
        .hasMessageContaining("no savepoint of orders in time: it is still being stopped");

    Path late = complete("elsewhere/savepoint-012345-2");
    cluster.jobs(ID + " orders FINISHED");
    savepointOf(late);
    assertThat(control.restorePoints("orders")).containsExactly(late);
    assertThat(cluster.store().find("orders").orElseThrow().savepoint()).hasValue(late);
  }

  @Test
  void itIsFoundWhenTheJobManagerHasForgottenTheJob() throws IOException {
    submitted(Optional.of(complete("savepoints/savepoint-ffffff-1")));
    Path late = complete("savepoints/savepoint-012345-2");
    Files.createDirectories(state.resolve("savepoints/savepoint-012345-3"));
    assertThat(control.restorePoints("orders")).containsExactly(late);
  }

  @Test
  void aJobThatWasKilledGoesOnFromItsOwnCheckpoint() throws IOException {
    submitted(Optional.empty());
    complete("savepoints/savepoint-012345-2");
    Path checkpoint = complete("checkpoints/" + ID + "/chk-7");
    assertThat(control.restorePoints("orders")).containsExactly(checkpoint);
  }

  @Test
  void downNotesASavepointThatCameLate() throws IOException {
    submitted(Optional.empty());
    Path late = complete("savepoints/savepoint-012345-2");
    cluster.jobs(ID + " orders FINISHED");
    savepointOf(late);
    control.suspendAll();
    JobRecord record = cluster.store().find("orders").orElseThrow();
    assertThat(record.savepoint()).hasValue(late);
    assertThat(record.intent()).isEqualTo(JobRecord.Intent.STOP);
  }

  @Test
  void aJobWhoseStateIsGoneIsNotStartedWithoutIt() {
    submitted(Optional.empty());
    assertThatThrownBy(() -> control.restorePoints("orders"))
        .hasMessage(
            "orders ran before, and there is no savepoint and no checkpoint to go on from; --from FOLDER names one, --fresh starts without state");
  }

  @Test
  void aJobThatNeverHadStateStartsWithout() {
    assertThat(control.restorePoints("orders")).isEmpty();
    submitted(Optional.empty());
    cluster.jobs(ID + " orders FAILED");
    cluster.answer("GET /jobs/" + ID + "/checkpoints", "{\"counts\":{\"completed\":0}}");
    assertThat(control.restorePoints("orders")).isEmpty();
  }

  @Test
  void aJobThatHasFinishedIsNotAsIntendedUntilItsSavepointIsNoted() {
    submitted(Optional.empty());
    cluster.jobs(ID + " orders FINISHED");
    assertThat(Status.of(cluster.stack()).jobs())
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.state()).isEqualTo("FINISHED");
              assertThat(job.asIntended()).isFalse();
            });
  }
}
