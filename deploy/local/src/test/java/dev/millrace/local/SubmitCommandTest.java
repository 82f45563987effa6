package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Of a job that ran before, and has left two checkpoints. */
class SubmitCommandTest {
  private static final String JOB = "fraud-scoring";
  private static final int WITHOUT_STATE = 0;
  private static final int OLDER = 4;
  private static final int NEWEST = 5;

  @TempDir private Path state;
  private final StringWriter out = new StringWriter();
  private final StringWriter told = new StringWriter();
  private FakeCluster cluster;
  private Path jar;

  @BeforeEach
  void start() throws IOException {
    cluster = new FakeCluster(state, 30);
    cluster.jobs();
    jar = Files.createFile(state.resolve("a.jar"));
    for (int number : List.of(OLDER, NEWEST)) {
      Files.createDirectories(checkpoint(number));
      Files.createFile(checkpoint(number).resolve("_metadata"));
    }
    cluster.store().save(JobRecord.submitted(JOB, "before", Optional.empty(), List.of()));
    List.of(WITHOUT_STATE, OLDER, NEWEST).forEach(number -> becomes(id(number), "RUNNING"));
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private Path checkpoint(int number) {
    return state.toAbsolutePath().resolve("checkpoints/before/chk-" + number);
  }

  /** What the fake gives a job that goes on from there. */
  private static String id(int number) {
    return "%032d".formatted(number);
  }

  private void submit(String... options) {
    SubmitCommand command = new SubmitCommand();
    CommandLine line = new CommandLine(command);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(told));
    line.parseArgs(options);
    command.submit(cluster.stack());
  }

  private JobRecord submitted() {
    return cluster.store().find(JOB).orElseThrow();
  }

  @Test
  void itGoesOnFromTheNewestState() {
    submit(JOB, "--jar", jar.toString(), "-Dscoring.review-from=0.3");
    assertThat(submitted().id()).isEqualTo(id(NEWEST));
    assertThat(submitted().startedFrom()).hasValue(checkpoint(NEWEST));
    assertThat(submitted().arguments()).containsExactly("-Dscoring.review-from=0.3");
    assertThat(out.toString()).startsWith("fraud-scoring runs: http://").contains(id(NEWEST));
    assertThat(told.toString()).contains("fraud-scoring goes on from " + checkpoint(NEWEST));
  }

  /** As runbooks name it: seen from the folder in which a person stands. */
  @Test
  void aJarMayBeNamedFromHere() {
    Path here = Path.of("").toAbsolutePath();
    submit(JOB, "--jar", here.relativize(jar.toAbsolutePath()).toString());
    assertThat(submitted().id()).isEqualTo(id(NEWEST));
  }

  @Test
  void orFromTheOneThatIsNamed() {
    submit(JOB, "--jar", jar.toString(), "--from", checkpoint(OLDER).toString());
    assertThat(submitted().id()).isEqualTo(id(OLDER));
    assertThat(submitted().startedFrom()).hasValue(checkpoint(OLDER));
  }

  @Test
  void freshItForgetsWhatItKnew() {
    submit(JOB, "--jar", jar.toString(), "--fresh");
    assertThat(submitted().id()).isEqualTo(id(WITHOUT_STATE));
    assertThat(submitted().startedFrom()).isEmpty();
    assertThat(told.toString())
        .doesNotContain("goes on from")
        .contains("fraud-scoring forgets " + checkpoint(NEWEST) + ": records that waited in it");
  }

  @Test
  void onlyFreshItStartsWhereAllItsStateIsGone() {
    cluster.store().save(JobRecord.submitted(JOB, "gone", Optional.empty(), List.of()));
    assertThatThrownBy(() -> submit(JOB, "--jar", jar.toString()))
        .isInstanceOf(StackException.class)
        .hasMessage(
            "fraud-scoring ran before, and there is no savepoint and no checkpoint to go on from; --from FOLDER names one, --fresh starts without state");
    submit(JOB, "--jar", jar.toString(), "--fresh");
    assertThat(submitted().id()).isEqualTo(id(WITHOUT_STATE));
  }

  @Test
  void freshAndFromExcludeEachOther() {
    assertThatThrownBy(
            () ->
                submit(
                    JOB,
                    "--jar",
                    jar.toString(),
                    "--fresh",
                    "--from",
                    checkpoint(OLDER).toString()))
        .isInstanceOf(StackException.class)
        .hasMessage("--fresh and --from exclude each other");
  }

  @Test
  void aFolderThatIsNoStateIsNamed() {
    assertThatThrownBy(() -> submit(JOB, "--jar", jar.toString(), "--from", state.toString()))
        .isInstanceOf(StackException.class)
        .hasMessage(
            "--from must be the folder of a savepoint or checkpoint, with its _metadata, got %s",
            state);
  }

  @Test
  void aJarThatIsNotThereIsNamed() {
    Path missing = state.resolve("b.jar");
    assertThatThrownBy(() -> submit(JOB, "--jar", missing.toString()))
        .isInstanceOf(StackException.class)
        .hasMessage("--jar must be a readable file, got %s", missing);
  }

  @Test
  void asBeforeItTakesTheBuildAndTheOptionsOfItsLastSubmission() throws IOException {
    Files.writeString(jar, "first");
    submit(JOB, "--jar", jar.toString(), "-Dscoring.review-from=0.3");
    Files.writeString(jar, "second");
    submit(JOB, "--as-before", "--from", checkpoint(OLDER).toString());
    assertThat(submitted().id()).isEqualTo(id(OLDER));
    assertThat(submitted().arguments()).containsExactly("-Dscoring.review-from=0.3");
    assertThat(cluster.store().jar(JOB)).hasContent("first");
  }

  @Test
  void asBeforeSomeOptionsMayBeOthers() {
    submit(JOB, "--jar", jar.toString(), "-Dscoring.review-from=0.3", "-Djob.parallelism=2");
    submit(
        JOB,
        "--as-before",
        "--from",
        checkpoint(OLDER).toString(),
        "-Dscoring.review-from=0.4",
        "-Dscoring.decline-from=0.9");
    assertThat(submitted().arguments())
        .containsExactly(
            "-Dscoring.review-from=0.4", "-Djob.parallelism=2", "-Dscoring.decline-from=0.9");
  }

  @Test
  void thereIsOneBuildToTake() {
    for (List<String> two :
        List.of(
            List.of("--as-before", "--jar=" + jar),
            List.of("--rollback", "--jar=" + jar),
            List.of("--rollback", "--as-before"))) {
      assertThatThrownBy(() -> submit(JOB, two.get(0), two.get(1)))
          .isInstanceOf(StackException.class)
          .hasMessage("--as-before, --rollback and --jar exclude each other");
    }
  }

  @Test
  void asBeforeNeedsASubmission() {
    assertThatThrownBy(() -> submit("table-writer", "--as-before"))
        .isInstanceOf(StackException.class)
        .hasMessage("table-writer was not submitted before");
  }

  @Test
  void theBuildThatWorkedBeforeIsKeptToGoBackTo() throws IOException {
    Files.writeString(jar, "first");
    submit(JOB, "--jar", jar.toString());
    ranAs(NEWEST);
    Files.writeString(jar, "second");
    submit(JOB, "--jar", jar.toString(), "--from", checkpoint(OLDER).toString());
    assertThat(cluster.store().jarBefore(JOB)).hasContent("first");

    // The second has not come as far as a checkpoint: it is not what to go back to.
    Files.writeString(jar, "third");
    submit(JOB, "--jar", jar.toString(), "--from", checkpoint(OLDER).toString());
    assertThat(cluster.store().jarBefore(JOB)).hasContent("first");
    ranAs(OLDER);

    submit(JOB, "--jar", cluster.store().jarBefore(JOB).toString());
    assertThat(cluster.store().jar(JOB)).hasContent("first");
    assertThat(cluster.store().jarBefore(JOB)).hasContent("third");
  }

  @Test
  void rolledBackItIsTheReleaseBeforeWithItsOptionsAndWithoutWhatOnlyTheNewerKnows()
      throws IOException {
    twoReleasesWorked();
    becomes(rolledBack(OLDER), "RUNNING");

    submit(JOB, "--rollback");
    assertThat(submitted().id()).isEqualTo(rolledBack(OLDER));
    assertThat(submitted().arguments()).containsExactly("-Dscoring.review-from=0.3");
    assertThat(cluster.store().jar(JOB)).hasContent("first");
    assertThat(cluster.store().template(JOB)).hasContent("its.options=1");
    assertThat(cluster.store().options(JOB)).hasContent("its.options=1");

    submit(JOB, "--as-before");
    assertThat(submitted().id())
        .as("it may not have come as far as a state of its own")
        .isEqualTo(rolledBack(OLDER));

    assertThat(cluster.store().before(JOB).orElseThrow().arguments())
        .as("and there is a way forward again")
        .isEmpty();
    assertThat(cluster.store().jarBefore(JOB)).hasContent("second");
  }

  @Test
  void aRollbackThatDidNotComeToRunIsTriedAgain() throws IOException {
    twoReleasesWorked();
    cluster.jobs(rolledBack(OLDER) + " " + JOB + " FAILED");
    assertThatThrownBy(() -> submit(JOB, "--rollback")).isInstanceOf(StackException.class);

    becomes(rolledBack(NEWEST), "RUNNING");
    submit(JOB, "--rollback", "--from", checkpoint(NEWEST).toString());
    assertThat(submitted().id()).isEqualTo(rolledBack(NEWEST));
    assertThat(cluster.store().jar(JOB)).hasContent("first");
    assertThat(cluster.store().jarBefore(JOB)).hasContent("second");
  }

  @Test
  void rolledBackItIsTheSameReleaseFromTheStateBeforeOneThatCannotBeRead() throws IOException {
    twoReleasesWorked();
    Path older = state.resolve("checkpoints").resolve(id(OLDER)).resolve("chk-3");
    Files.createFile(Files.createDirectories(older).resolve("_metadata"));
    cluster.jobs(rolledBack(OLDER) + " " + JOB + " FAILED");
    cluster.failsToRead(rolledBack(OLDER));
    becomes(rolledBack(3), "RUNNING");

    submit(JOB, "--rollback");
    assertThat(submitted().id()).isEqualTo(rolledBack(3));
    assertThat(submitted().arguments()).containsExactly("-Dscoring.review-from=0.3");
    assertThat(cluster.store().jar(JOB)).hasContent("first");
    assertThat(cluster.store().jarBefore(JOB)).hasContent("second");
  }

  /** The second, which is the newer one, has a checkpoint of the number of the older state. */
  private void twoReleasesWorked() throws IOException {
    Files.writeString(jar, "first");
    submit(JOB, "--jar", jar.toString(), "-Dscoring.review-from=0.3");
    Files.writeString(cluster.store().template(JOB), "its.options=1");
    ranAs(NEWEST);
    Files.writeString(jar, "second");
    submit(JOB, "--jar", jar.toString(), "--from", checkpoint(OLDER).toString());
    ranAs(OLDER);
  }

  private void becomes(String id, String becoming) {
    cluster.answer("GET /jobs/" + id, "{\"state\":\"%s\",\"vertices\":[]}".formatted(becoming));
  }

  /** What the fake gives a job that may leave out a part of the state. */
  private static String rolledBack(int number) {
    return "1%031d".formatted(number);
  }

  @Test
  void withoutABuildBeforeThereIsNothingToGoBackTo() {
    submit(JOB, "--jar", jar.toString());
    assertThatThrownBy(() -> submit(JOB, "--rollback"))
        .isInstanceOf(StackException.class)
        .hasMessage(
            "fraud-scoring has no build to go back to: no other one than that of its last submission has completed a checkpoint here");
  }

  @Test
  void aBuildThatWorkedOnceIsKeptThoughItsLastSubmissionFailed() throws IOException {
    Files.writeString(jar, "first");
    submit(JOB, "--jar", jar.toString());
    ranAs(NEWEST);
    submit(JOB, "--as-before", "--from", checkpoint(OLDER).toString());
    Files.writeString(jar, "second");
    submit(JOB, "--jar", jar.toString(), "--from", checkpoint(OLDER).toString());
    assertThat(cluster.store().jarBefore(JOB)).hasContent("first");
  }

  /** Lets the job that has this number complete a checkpoint of the same number. */
  private void ranAs(int number) throws IOException {
    Path own = state.resolve("checkpoints").resolve(id(number)).resolve("chk-" + number);
    Files.createFile(Files.createDirectories(own).resolve("_metadata"));
  }

  @Test
  void unlessRunningItLeavesAJobThatRunsAlone() {
    cluster.jobs("f " + JOB + " RUNNING");
    submit(JOB, "--jar", jar.toString(), "--unless-running");
    assertThat(submitted().id()).isEqualTo("before");
    assertThat(out.toString())
        .isEqualTo(
            "fraud-scoring runs already: %s/#/job/f/overview%n"
                .formatted(cluster.stack().endpoints().flink()));
    assertThatThrownBy(() -> submit(JOB, "--jar", jar.toString()))
        .isInstanceOf(StackException.class)
        .hasMessage(
            "fraud-scoring runs already (job id f, RUNNING); scripts/stop fraud-scoring stops it");
  }

  @Test
  void unlessRunningItSubmitsOneThatDoesNot() {
    submit(JOB, "--jar", jar.toString(), "--unless-running");
    assertThat(submitted().id()).isEqualTo(id(NEWEST));
  }
}
