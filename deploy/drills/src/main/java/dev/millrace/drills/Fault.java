package dev.millrace.drills;

/** What goes wrong, and how its cause is taken away again. */
interface Fault {

  /** Before the stack is started: may change its settings. */
  default void prepare(Arena arena) {}

  /**
   * What {@code scripts/submit} of a job is told beyond its options, such as {@code -Dkey=value}.
   */
  default String[] jobOptions(String job) {
    return new String[0];
  }

  /** Breaks it. */
  void strike(Arena arena);

  /** Takes the cause away; nothing to do where the suite heals itself. */
  default void heal(Arena arena) {}

  /**
   * Whether an outage goes by while the suite heals itself, so that lag counts from the strike on.
   */
  default boolean isHealedByTheSuite() {
    return false;
  }
}
