package dev.millrace.common.testing.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds for every job: today's code goes on from the savepoints of all its releases. A job's
 * test names the job and inherits the rest.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
public interface SavepointRules {

  /** A version that no release has. */
  String UNRELEASED = "0.0.0";

  /** The job of the module under test. */
  RehearsedJob job();

  /** The versions that there are savepoints of. */
  static List<String> released() {
    return ReleasedSavepoints.ofModule().versions();
  }

  @Test
  default void releasedSavepointsNeverChange() {
    assertThat(ReleasedSavepoints.ofModule().complaints()).isEmpty();
  }

  /** Flink would leave state without a place where it is, or start with nothing, without a word. */
  @ParameterizedTest
  @MethodSource("released")
  default void everyStateHasItsPlace(String version, @TempDir Path folder) throws Exception {
    SavepointFixture fixture = ReleasedSavepoints.ofModule().of(version);
    Path today = new Rehearsal(job(), fixture.scenario()).freshSavepoint(folder);

    assertThat(StateConflicts.between(fixture.states(), SavepointStates.in(today).states()))
        .as("why %s cannot go on from a savepoint of %s", name(), version)
        .isEmpty();
    assertThat(fixture.savepoint().entries()).as("what today's classes read").isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("released")
  default void stateIsWhatItWas(String version, @TempDir Path folder) throws Exception {
    SavepointFixture fixture = ReleasedSavepoints.ofModule().of(version);
    Path next = new Rehearsal(job(), fixture.scenario()).nextSavepoint(fixture.folder(), folder);

    assertThat(StateComparison.differences(fixture.entries(), SavepointStates.in(next).entries()))
        .as("state of %s that differs after it went on from a savepoint of %s", name(), version)
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("released")
  default void whatFollowsComesOutAsExpected(String version, @TempDir Path folder)
      throws Exception {
    SavepointFixture fixture = ReleasedSavepoints.ofModule().of(version);
    List<Output> outputs =
        new Rehearsal(job(), fixture.scenario()).outputs(fixture.folder(), folder);

    assertThat(outputs)
        .as(
            "outputs of %s after a savepoint of %s; if they are meant to differ now: scripts/savepoints accept %s",
            name(), version, name())
        .containsExactlyInAnyOrderElementsOf(fixture.outputs());
  }

  /** A state that nothing is in, or records whose order is open, would be noticed at a release. */
  @Test
  default void todaysScenarioCanBeFrozen(@TempDir Path folder) throws Exception {
    ReleasedSavepoints next = ReleasedSavepoints.ofModule().startedAnew(folder);
    next.freeze(UNRELEASED, job());

    SavepointFixture fixture = next.of(UNRELEASED);
    assertThat(next.complaints()).isEmpty();
    assertThat(new Rehearsal(job(), fixture.scenario()).outputs(fixture.folder(), folder))
        .as("outputs of %s, made once more after the same savepoint", name())
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(fixture.outputs());
  }

  private String name() {
    return job().options().name();
  }
}
