package dev.millrace.common.testing.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code scripts/savepoints} does with one job. It needs a job's test class path, and is
 * therefore run as a test; never by a build, which takes no class of that name for one.
 */
public interface SavepointCommand {

  /** The job of the module. */
  RehearsedJob job();

  /** Does what the system properties {@code savepoints.command} and {@code .argument} say. */
  @Test
  default void run(@TempDir Path folder) throws Exception {
    String command = System.getProperty("savepoints.command", "");
    String argument = System.getProperty("savepoints.argument", "");
    ReleasedSavepoints released = ReleasedSavepoints.ofModule();
    switch (command) {
      case "freeze" -> released.freeze(argument, job());
      case "accept" -> released.accept(job());
      case "check" -> {
        Path today = new Rehearsal(job(), released.scenario()).freshSavepoint(folder);
        assertThat(
                StateConflicts.between(
                    SavepointStates.in(Path.of(argument)).states(),
                    SavepointStates.in(today).states()))
            .isEmpty();
      }
      default ->
          throw new IllegalArgumentException(
              "savepoints.command must be freeze, accept or check, got '%s'".formatted(command));
    }
  }
}
