package dev.millrace.simulator;

import static java.util.Objects.requireNonNull;

import dev.millrace.simulator.measure.DecisionTally;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Waits for the decisions on what was sent, when nothing more is. Who interrupts a run gets those
 * too: the payments that are undecided at that moment are the slow ones, and a measurement without
 * them would be better than the truth.
 */
final class LastDecisions {
  /** How long they are waited for after an interruption. */
  static final Duration AFTER_INTERRUPTION = Duration.ofMinutes(2);

  private static final long CHECK_MILLIS = 20;

  private final DecisionTally tally;
  private final Duration timeout;
  private final Interruption interruption;

  /**
   * Decisions to wait for.
   *
   * @param timeout how long to wait for the next one, above 0
   */
  LastDecisions(DecisionTally tally, Duration timeout, Interruption interruption) {
    this.tally = requireNonNull(tally, "tally");
    this.timeout = requireNonNull(timeout, "timeout");
    this.interruption = requireNonNull(interruption, "interruption");
  }

  /**
   * Returns when all is decided, or nobody wants to wait any longer.
   *
   * @param requireRunning throws if no decision can come any more
   */
  void await(Runnable requireRunning) {
    long sentAt = System.nanoTime();
    while (tally.distinct() < tally.expected() && !interruption.hurried()) {
      requireRunning.run();
      long lastHeard = Math.max(sentAt, tally.lastProgress());
      if (isOver(System.nanoTime(), lastHeard, interruption.since(), timeout)) {
        return;
      }
      try {
        Thread.sleep(CHECK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /**
   * Whether it is no use to wait on; all moments are those of {@link System#nanoTime}.
   *
   * @param lastHeard when the last decision came or, if that was later, all was sent
   * @param interrupted empty if nobody has interrupted the run
   */
  static boolean isOver(long now, long lastHeard, OptionalLong interrupted, Duration timeout) {
    return now - lastHeard > timeout.toNanos()
        || (interrupted.isPresent()
            && now - interrupted.getAsLong() > AFTER_INTERRUPTION.toNanos());
  }
}
