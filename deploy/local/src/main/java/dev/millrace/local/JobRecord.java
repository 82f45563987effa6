package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the stack remembers of a job, so that it can bring it back.
 *
 * @param name folder name under jobs/
 * @param id of its last submission
 * @param intent whether it should run whenever the stack does
 * @param savepoint that its last stop took
 * @param startedFrom where its last submission took its state from
 * @param arguments {@code -Dkey=value} of its last submission
 */
record JobRecord(
    String name,
    String id,
    Intent intent,
    Optional<Path> savepoint,
    Optional<Path> startedFrom,
    List<String> arguments) {

  JobRecord {
    requireNonNull(name);
    requireNonNull(id);
    requireNonNull(intent);
    requireNonNull(savepoint);
    requireNonNull(startedFrom);
    arguments = List.copyOf(arguments);
  }

  /** What a person asked for last. */
  enum Intent {
    RUN,
    STOP
  }

  static JobRecord submitted(
      String name, String id, Optional<Path> startedFrom, List<String> arguments) {
    return new JobRecord(name, id, Intent.RUN, Optional.empty(), startedFrom, arguments);
  }

  JobRecord stoppedWith(Optional<Path> newSavepoint, Intent newIntent) {
    return new JobRecord(name, id, newIntent, newSavepoint, startedFrom, arguments);
  }

  /**
   * The newest state of the job: its savepoint, else its last checkpoint, else what it started from
   * itself.
   */
  Optional<Path> restorePoint(Checkpoints checkpoints) {
    return savepoint
        .filter(Checkpoints::complete)
        .or(() -> checkpoints.newest(id))
        .or(() -> startedFrom.filter(Checkpoints::complete));
  }
}
