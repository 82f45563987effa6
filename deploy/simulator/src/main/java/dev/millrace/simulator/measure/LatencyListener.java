package dev.millrace.simulator.measure;

/** Hears of each payment when its first decision was read, and of those that have none yet. */
@FunctionalInterface
public interface LatencyListener {

  /**
   * A payment is about to be sent, on which no decision was read so far. Told by another thread
   * than the rest.
   *
   * @param dueNanos when it is due, on the clock of {@link System#nanoTime}
   */
  default void sending(long number, long dueNanos) {}

  /** A payment that was sent needs no decision any more: it has one, of this run or an earlier. */
  default void settled(long number) {}

  /**
   * A payment was decided in this run.
   *
   * @param dueNanos when it was due, on the clock of {@link System#nanoTime}
   * @param receivedNanos when its decision was read, on the same clock
   */
  void decided(long dueNanos, long receivedNanos);
}
