package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the stack remembers of a job, so that it can bring it back.
 *
 * @param name folder name under jobs/
 * @param id of its last submission
 * @param intent whether it should run whenever the stack does
 * @param savepoint that its last stop took
 * @param startedFrom where its last submission took its state from
 * @param arguments {@code -Dkey=value} of its last submission
 * @param proven whether an earlier submission of the same build came as far as a state
 * @param suspended whether the end of its run was asked for because the stack went down
 * @param rolledBack whether its last submission took the place of a newer build
 */
record JobRecord(
    String name,
    String id,
    Intent intent,
    Optional<Path> savepoint,
    Optional<Path> startedFrom,
    List<String> arguments,
    boolean proven,
    boolean suspended,
    boolean rolledBack) {

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

  /** A submission of a build that has not come as far as a state yet. */
  static JobRecord submitted(
      String name, String id, Optional<Path> startedFrom, List<String> arguments) {
    return new JobRecord(
        name, id, Intent.RUN, Optional.empty(), startedFrom, arguments, false, false, false);
  }

  static JobRecord submitted(
      String name, String id, Optional<Path> startedFrom, Release release, boolean proven) {
    return new JobRecord(
        name,
        id,
        Intent.RUN,
        Optional.empty(),
        startedFrom,
        release.arguments(),
        proven,
        false,
        release.rolledBack());
  }

  JobRecord stoppedWith(Optional<Path> newSavepoint, Intent newIntent) {
    return new JobRecord(
        name, id, newIntent, newSavepoint, startedFrom, arguments, proven, suspended, rolledBack);
  }

  /** Noted before the run is asked to end: whoever asked may not be there any more when it does. */
  JobRecord suspended(boolean isSuspended) {
    return new JobRecord(
        name, id, intent, savepoint, startedFrom, arguments, proven, isSuspended, rolledBack);
  }

  /**
   * The record of another run of the job, which nobody noted when it began: its submission was
   * interrupted, or it was submitted by other means.
   */
  JobRecord ofRun(String otherId) {
    return new JobRecord(
        name, otherId, intent, Optional.empty(), startedFrom, arguments, false, false, rolledBack);
  }

  /**
   * Where the job can go on, newest first: its savepoint and its checkpoints, or, if it never
   * completed one, what it started from itself and the checkpoints before that.
   */
  List<Path> restorePoints(Checkpoints checkpoints) {
    List<Path> own = own(checkpoints);
    return own.isEmpty()
        ? startedFrom
            .filter(Checkpoints::complete)
            .map(Checkpoints::fromThereBack)
            .orElse(List.of())
        : own;
  }

  /** Whether its build has come as far as a checkpoint or savepoint, in any submission of it. */
  boolean hasWorked(Checkpoints checkpoints) {
    return proven || !own(checkpoints).isEmpty();
  }

  private List<Path> own(Checkpoints checkpoints) {
    return Stream.concat(
            savepoint.filter(Checkpoints::complete).stream(), checkpoints.of(id).stream())
        .toList();
  }
}
