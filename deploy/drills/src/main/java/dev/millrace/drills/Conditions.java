package dev.millrace.drills;

import dev.millrace.console.ToolException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting, with an end. */
final class Conditions {
  private static final long LOOK_MILLIS = 100;

  private Conditions() {}

  /**
   * Returns as soon as the condition holds.
   *
   * @throws ToolException naming what was waited for, if it does not come within the patience
   */
  static void await(String what, Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new ToolException("%s: not within %d s".formatted(what, patience.toSeconds()));
      }
      pause(Duration.ofMillis(LOOK_MILLIS));
    }
  }

  /** Lets time pass: an outage has a length. */
  static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolException("interrupted", e);
    }
  }
}
