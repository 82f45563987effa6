package dev.millrace.local;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A moment after which waiting is over. */
final class Deadline {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final long nanos;

  private Deadline(long nanos) {
    this.nanos = nanos;
  }

  static Deadline in(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  boolean over() {
    return System.nanoTime() - nanos >= 0;
  }

  /** Asks again and again; whether the answer was yes in time. */
  boolean await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (over()) {
        return false;
      }
      pause();
    }
    return true;
  }

  static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted", e);
    }
  }
}
