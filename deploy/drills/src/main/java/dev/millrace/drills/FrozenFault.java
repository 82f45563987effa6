package dev.millrace.drills;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Supplier;

/**
 * A TaskManager that runs a part of the job stands still, as in an endless pause, and then goes on
 * as if nothing had been: a zombie, whose work others have taken over.
 */
final class FrozenFault implements Fault {
  private final String job;
  private String frozen;
  private JobBefore before;

  FrozenFault(String job) {
    this.job = requireNonNull(job);
  }

  @Override
  public void look(Arena arena) {
    Cluster cluster = Cluster.of(arena);
    frozen = cluster.taskManagerOf(job);
    before = JobBefore.of(cluster, job);
  }

  @Override
  public void strike(Arena arena) {
    arena.signal("STOP", frozen);
  }

  @Override
  public void verify(Arena arena, Supplier<List<RowSample>> rows) {
    Conditions.await(
        "effect of the freeze, that %s restarts or a TaskManager is given up".formatted(job),
        PATIENCE,
        before::wasDisturbed);
  }

  @Override
  public void heal(Arena arena) {
    arena.signal("CONT", frozen);
  }
}
