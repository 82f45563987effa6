package dev.millrace.drills;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.ToolException;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How a job stood before a strike, to tell whether it has noticed it. While the cluster gives no
 * answer, it has not.
 *
 * @param id of the job
 * @param restarts empty if Flink did not tell
 */
record JobBefore(
    Cluster cluster,
    String id,
    OptionalLong restarts,
    long failedCheckpoints,
    Set<String> taskManagers) {
  JobBefore {
    requireNonNull(cluster);
    requireNonNull(id);
    requireNonNull(restarts);
    taskManagers = Set.copyOf(taskManagers);
  }

  /**
   * How it stands now.
   *
   * @throws ToolException if it does not run
   */
  static JobBefore of(Cluster cluster, String job) {
    String id = cluster.idOf(job);
    return new JobBefore(
        cluster, id, cluster.restarts(id), cluster.failedCheckpoints(id), cluster.taskManagers());
  }

  /** Whether a checkpoint failed since. */
  boolean missedCheckpoint() {
    try {
      return cluster.failedCheckpoints(id) > failedCheckpoints;
    } catch (ToolException e) {
      return false;
    }
  }

  /** Whether the job was started again since, or the cluster has given up a TaskManager. */
  boolean wasDisturbed() {
    try {
      OptionalLong now = cluster.restarts(id);
      return (restarts.isPresent() && now.isPresent() && now.getAsLong() > restarts.getAsLong())
          || !cluster.taskManagers().containsAll(taskManagers);
    } catch (ToolException e) {
      return false;
    }
  }
}
