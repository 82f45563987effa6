package dev.millrace.drills;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Function;

/** A component dies as if its machine had lost power; its supervisor starts it again. */
final class KillFault implements Fault {
  private final Function<Arena, String> victim;
  private String component;

  /**
   * A death.
   *
   * @param victim says before each strike which component dies
   */
  private KillFault(Function<Arena, String> victim) {
    this.victim = requireNonNull(victim);
  }

  /** Of a component. */
  static KillFault of(String component) {
    return new KillFault(arena -> component);
  }

  /** Of a TaskManager that runs a part of a job. */
  static KillFault ofTaskManagerOf(String job) {
    return new KillFault(arena -> Cluster.of(arena).taskManagerOf(List.of(job)));
  }

  @Override
  public void look(Arena arena) {
    component = victim.apply(arena);
  }

  @Override
  public void strike(Arena arena) {
    arena.signal("KILL", component);
  }
}
