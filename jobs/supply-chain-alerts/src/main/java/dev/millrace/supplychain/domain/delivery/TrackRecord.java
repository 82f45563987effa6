package dev.millrace.supplychain.domain.delivery;

import java.time.Duration;

/**
 * How punctual deliveries with something in common have been. Old ones fade: once with a half-life
 * of some months, once with one of a year. State of 51 bytes, changed in place.
 */
public final class TrackRecord {
  private static final double QUICK_HALF_LIFE_MS = Duration.ofDays(75).toMillis();
  private static final double SLOW_HALF_LIFE_MS = Duration.ofDays(365).toMillis();

  /** Time that the counts are faded to, milliseconds since 1970. */
  public long asOf;

  /** Late deliveries of the last months. */
  public double lateQuick;

  /** All deliveries of the last months. */
  public double allQuick;

  /** Late deliveries of the last year or so. */
  public double lateSlow;

  /** All deliveries of the last year or so. */
  public double allSlow;

  /** Deliveries that are overdue and have not arrived: late, whenever they will. */
  public int overdue;

  /** An empty record. */
  public TrackRecord() {}

  /**
   * Counts an arrival.
   *
   * @param time when it became known, milliseconds since 1970
   */
  public void arrived(boolean late, long time) {
    fadeTo(time);
    double quick = left(asOf - time, QUICK_HALF_LIFE_MS);
    double slow = left(asOf - time, SLOW_HALF_LIFE_MS);
    allQuick += quick;
    allSlow += slow;
    if (late) {
      lateQuick += quick;
      lateSlow += slow;
    }
  }

  /** Takes an arrival out again. */
  public void forget(boolean late, long time) {
    double quick = left(asOf - time, QUICK_HALF_LIFE_MS);
    double slow = left(asOf - time, SLOW_HALF_LIFE_MS);
    allQuick = Math.max(0, allQuick - quick);
    allSlow = Math.max(0, allSlow - slow);
    if (late) {
      lateQuick = Math.max(0, lateQuick - quick);
      lateSlow = Math.max(0, lateSlow - slow);
    }
  }

  /** The record as of a time, or as of a later one that it has been faded to. */
  public TrackRecord at(long time) {
    TrackRecord copy = new TrackRecord();
    copy.asOf = asOf;
    copy.lateQuick = lateQuick;
    copy.allQuick = allQuick;
    copy.lateSlow = lateSlow;
    copy.allSlow = allSlow;
    copy.overdue = overdue;
    copy.fadeTo(time);
    return copy;
  }

  /**
   * Share of late ones over the last year or so.
   *
   * @param expected what is expected without knowing any
   * @param doubt how many deliveries that expectation weighs as much as
   */
  double slowRate(double expected, double doubt) {
    return (lateSlow + overdue + doubt * expected) / (allSlow + overdue + doubt);
  }

  /** Share of late ones over the last months; see {@link #slowRate}. */
  double quickRate(double expected, double doubt) {
    return (lateQuick + overdue + doubt * expected) / (allQuick + overdue + doubt);
  }

  private void fadeTo(long time) {
    if (time > asOf) {
      double quick = left(time - asOf, QUICK_HALF_LIFE_MS);
      double slow = left(time - asOf, SLOW_HALF_LIFE_MS);
      lateQuick *= quick;
      allQuick *= quick;
      lateSlow *= slow;
      allSlow *= slow;
      asOf = time;
    }
  }

  private static double left(long ageMs, double halfLifeMs) {
    return Math.pow(2, -ageMs / halfLifeMs);
  }
}
