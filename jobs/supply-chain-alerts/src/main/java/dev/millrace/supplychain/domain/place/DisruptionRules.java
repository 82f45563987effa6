package dev.millrace.supplychain.domain.place;

import java.io.Serializable;

/**
 * When a lane, port or carrier is disrupted.
 *
 * @param lateQuantile share of a place's own passages that were less late than what counts as late
 * @param disruptedShare share of passages that are late where a place is disrupted
 * @param shipments least number of late shipments
 * @param raiseScore logarithm of how much better a disruption must explain what is seen
 * @param clearScore the same, from which on it is over
 * @param minimumLateness what is never late, in milliseconds
 * @param firstLateness what counts as late where nothing is known yet, in milliseconds
 * @param quiet time without any evidence after which a disruption is over, in milliseconds
 */
public record DisruptionRules(
    double lateQuantile,
    double disruptedShare,
    int shipments,
    double raiseScore,
    double clearScore,
    long minimumLateness,
    long firstLateness,
    long quiet)
    implements Serializable {

  /** What a late passage adds to the score. */
  double late() {
    return Math.log(disruptedShare / (1 - lateQuantile));
  }

  /** What a passage in time adds to the score, a negative number. */
  double inTime() {
    return Math.log((1 - disruptedShare) / lateQuantile);
  }
}
