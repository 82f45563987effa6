package dev.millrace.drills;

import static java.util.Objects.requireNonNull;

/** A component dies as if its machine had lost power; its supervisor starts it again. */
record KillFault(String component) implements Fault {
  KillFault {
    requireNonNull(component);
  }

  @Override
  public void strike(Arena arena) {
    arena.signal("KILL", component);
  }
}
