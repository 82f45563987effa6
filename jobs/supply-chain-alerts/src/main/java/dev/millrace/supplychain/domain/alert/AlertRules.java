package dev.millrace.supplychain.domain.alert;

import java.io.Serializable;
import java.time.Duration;

/**
 * How an alert is opened, escalated and closed.
 *
 * @param severity how bad it is
 * @param escalation when it is brought up again
 * @param defaultOwner who acts where a finding names nobody
 * @param forecastsWait how long what is only forecast waits for a disruption that explains it
 * @param clearAfter how long a finding must stay cleared until its alert is resolved
 * @param releaseAfter how long after the end of an alert what is part of it is left to right itself
 * @param reopenWithin how long after its end an alert is opened again rather than as a new one
 * @param materialChange share by which a figure must change for a version of its own
 * @param childrenEvery how often a parent says how many alerts are part of it, at the most
 * @param retention how long an alert is kept after the last that was heard of it
 */
public record AlertRules(
    SeverityRules severity,
    EscalationRules escalation,
    String defaultOwner,
    Duration forecastsWait,
    Duration clearAfter,
    Duration releaseAfter,
    Duration reopenWithin,
    double materialChange,
    Duration childrenEvery,
    Duration retention)
    implements Serializable {

  /** How long a disruption must stay cleared until what is part of it is on its own again. */
  public Duration releasesAfter() {
    return clearAfter.plus(releaseAfter);
  }

  /**
   * When an alert that nobody acknowledged is brought up again.
   *
   * @param after how long an alert of severity HIGH may wait; one of CRITICAL waits a quarter of
   *     it, MEDIUM four times and LOW sixteen times as long
   * @param most how often time alone escalates it
   * @param valueGrowth factor by which its value at risk must have grown since it was last brought
   *     up
   */
  public record EscalationRules(Duration after, int most, double valueGrowth)
      implements Serializable {}
}
