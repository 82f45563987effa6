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
    if (!holdsWithin(patience, condition)) {
      throw new ToolException("%s: not within %d s".formatted(what, patience.toSeconds()));
    }
  }

  /** Returns as soon as the condition holds, or with false if it does not within the patience. */
  static boolean holdsWithin(Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      pause(Duration.ofMillis(LOOK_MILLIS));
    }
    return true;
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
