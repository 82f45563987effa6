package dev.millrace.local;

/** A job does not start because the savepoint or checkpoint it was given cannot be read. */
final class UnreadableStateException extends StackException {
  private static final long serialVersionUID = 1L;

  private static final String JOBMANAGER_READS = "CheckpointCoordinator.restoreSavepoint";
  private static final String TASK_READS = "StreamTaskStateInitializerImpl";
  private static final String READ_BUT_OF_ANOTHER_TYPE = "StateMigrationException";

  UnreadableStateException(String message) {
    super(message);
  }

  /**
   * Whether a failure is one of reading state. State that is read, and does not fit the job's
   * types, is none: an older one would not fit either.
   *
   * @param trace Flink's stack trace
   */
  static boolean explains(String trace) {
    return (trace.contains(JOBMANAGER_READS) || trace.contains(TASK_READS))
        && !trace.contains(READ_BUT_OF_ANOTHER_TYPE);
  }
}
