package dev.millrace.drills;

import dev.millrace.console.ToolException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** What goes wrong, and how its cause is taken away again. */
interface Fault {
  /** How long the effect of a strike may take beyond the outage. */
  Duration PATIENCE = Duration.ofSeconds(60);

  /** Before the stack is started: may change its settings. */
  default void prepare(Arena arena) {}

  /**
   * What {@code scripts/submit} of a job is told beyond its options, such as {@code -Dkey=value}.
   */
  default String[] jobOptions(String job) {
    return new String[0];
  }

  /** Whether records that a job has to refuse are among those it sends. */
  default boolean sendsBadRecords() {
    return false;
  }

  /** Just before it is broken: remembers what {@link #verify} compares with. */
  default void look(Arena arena) {}

  /** Breaks it. */
  void strike(Arena arena);

  /**
   * When it broke, in milliseconds since 1970.
   *
   * @param struck when {@link #strike} was called, which is as good for what breaks at once
   */
  default long broken(long struck) {
    return struck;
  }

  /**
   * Waits until the strike had its effect, which it may have had long ago; at the end of the
   * outage, before the healing. A strike that is over when it returns, such as a kill, needs none.
   *
   * @param rows how many decisions the table held, so far
   * @throws ToolException saying which effect it did not have: the drill would prove nothing
   */
  default void verify(Arena arena, Supplier<List<RowSample>> rows) {}

  /** Takes the cause away; nothing to do where the suite heals itself. */
  default void heal(Arena arena) {}

  /**
   * Whether an outage goes by while the suite heals itself, so that lag counts from the strike on.
   */
  default boolean isHealedByTheSuite() {
    return false;
  }

  /** Payments that the fault itself has sent; after the healing. */
  default Traced payments() {
    return Traced.NOTHING;
  }
}
