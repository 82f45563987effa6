package dev.millrace.supplychain.domain.anomaly;

/** In what way a point can be off what is expected. The numbers are places in a memory. */
final class Deviation {
  /** The value from its slow mean. */
  static final int LEVEL = 0;

  /** The value from the one before. */
  static final int CHANGE = 1;

  /** The value from what it is at this time of the day or the week. */
  static final int SEASON = 2;

  /** The mean of the newest values from the slow mean. */
  static final int RECENT_LEVEL = 3;

  /** The mean of the newest deviations from the season. */
  static final int RECENT_SEASON = 4;

  /** The mean of the newest changes from the slow one. */
  static final int RESTLESSNESS = 5;

  /** How new the succession of the newest values is. */
  static final int PATTERN = 6;

  static final int COUNT = 7;

  private Deviation() {}
}
