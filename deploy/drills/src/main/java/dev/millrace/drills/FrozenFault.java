package dev.millrace.drills;

import static java.util.Objects.requireNonNull;

/** A component stands still, as in an endless pause, and then goes on as if nothing had been. */
record FrozenFault(String component) implements Fault {
  FrozenFault {
    requireNonNull(component);
  }

  @Override
  public void strike(Arena arena) {
    arena.signal("STOP", component);
  }

  @Override
  public void heal(Arena arena) {
    // The stack may have given it up meanwhile: then there is nothing to wake.
    if (arena.pid(component).isPresent()) {
      arena.signal("CONT", component);
    }
  }
}
