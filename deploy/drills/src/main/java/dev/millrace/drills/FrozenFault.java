package dev.millrace.drills;

import static java.util.Objects.requireNonNull;

/**
 * A TaskManager that runs a part of the job stands still, as in an endless pause, and then goes on
 * as if nothing had been: a zombie, whose work others have taken over.
 */
final class FrozenFault implements Fault {
  private final String job;
  private String frozen;

  FrozenFault(String job) {
    this.job = requireNonNull(job);
  }

  @Override
  public void strike(Arena arena) {
    frozen = new Cluster(arena.addresses().endpoint("flink.rest.url")).taskManagerOf(job);
    arena.signal("STOP", frozen);
  }

  @Override
  public void heal(Arena arena) {
    arena.signal("CONT", frozen);
  }
}
