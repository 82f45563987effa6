package dev.millrace.drills;

import java.util.List;

/** Components die and nothing starts them again until a person does. */
record GoneFault(List<String> components) implements Fault {
  GoneFault {
    components = List.copyOf(components);
  }

  @Override
  public void strike(Arena arena) {
    components.forEach(arena::killForGood);
  }

  @Override
  public void heal(Arena arena) {
    arena.scripts().run("up");
  }
}
