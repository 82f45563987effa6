package dev.millrace.common.testing.savepoint;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Writes the files that {@link SavepointRules} read; run by {@code scripts/savepoints}, never by a
 * build, and therefore by a class whose name no build takes for a test.
 */
public interface SavepointFreezing {

  /** The job of the module. */
  RehearsedJob job();

  /** Freezes the version that the system property {@code savepoints.freeze} names, if it is set. */
  @Test
  default void freeze() throws Exception {
    Optional<String> version = Optional.ofNullable(System.getProperty("savepoints.freeze"));
    if (version.isPresent()) {
      ReleasedSavepoints.ofModule().freeze(version.get(), job());
    } else {
      ReleasedSavepoints.ofModule().accept(job());
    }
  }
}
