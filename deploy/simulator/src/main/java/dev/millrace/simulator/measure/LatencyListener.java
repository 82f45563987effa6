package dev.millrace.simulator.measure;

/** Hears of each payment when its first decision was read. */
@FunctionalInterface
public interface LatencyListener {

  /**
   * A payment was decided.
   *
   * @param dueNanos when it was due, on the clock of {@link System#nanoTime}
   * @param receivedNanos when its decision was read, on the same clock
   */
  void decided(long dueNanos, long receivedNanos);
}
