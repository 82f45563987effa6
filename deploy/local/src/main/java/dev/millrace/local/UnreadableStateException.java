package dev.millrace.local;

import java.util.List;

/** A job does not start because the savepoint or checkpoint it was given cannot be read. */
final class UnreadableStateException extends StackException {
  private static final long serialVersionUID = 1L;

  private static final String JOBMANAGER_READS = "CheckpointCoordinator.restoreSavepoint";
  private static final String TASK_READS = "StreamTaskStateInitializerImpl";

  /**
   * What says that the state was read, and has no place in this build: types that have changed, a
   * step that is gone, another largest parallelism. Or that there was no room to read it into.
   */
  private static final List<String> NOT_THE_FILES =
      List.of(
          "StateMigrationException",
          "Cannot map checkpoint/savepoint state",
          "Max parallelism mismatch",
          "maximum parallelism",
          "No space left on device");

  UnreadableStateException(String message) {
    super(message);
  }

  /**
   * Whether a failure is one of reading state. State that is read, and does not fit the job, is
   * none: an older one would not fit either.
   *
   * @param trace Flink's stack trace
   */
  static boolean explains(String trace) {
    return (trace.contains(JOBMANAGER_READS) || trace.contains(TASK_READS))
        && NOT_THE_FILES.stream().noneMatch(trace::contains);
  }
}
