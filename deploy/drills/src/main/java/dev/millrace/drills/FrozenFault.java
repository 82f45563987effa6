package dev.millrace.drills;

import java.util.List;
import java.util.function.Supplier;

/**
 * A TaskManager that runs a part of each job stands still, as in an endless pause, and then goes on
 * as if nothing had been: a zombie, whose work others have taken over.
 */
final class FrozenFault implements Fault {
  private final List<String> jobs;
  private String frozen;
  private List<JobBefore> before;

  FrozenFault(List<String> jobs) {
    this.jobs = List.copyOf(jobs);
  }

  @Override
  public void look(Arena arena) {
    Cluster cluster = Cluster.of(arena);
    frozen = cluster.taskManagerOf(jobs);
    before = jobs.stream().map(job -> JobBefore.of(cluster, job)).toList();
  }

  @Override
  public void strike(Arena arena) {
    arena.signal("STOP", frozen);
  }

  @Override
  public void verify(Arena arena, Supplier<List<RowSample>> rows) {
    Conditions.await(
        "effect of the freeze, that %s restart or a TaskManager is given up"
            .formatted(String.join(" and ", jobs)),
        PATIENCE,
        () -> before.stream().allMatch(JobBefore::wasDisturbed));
  }

  @Override
  public void heal(Arena arena) {
    arena.signal("CONT", frozen);
  }
}
