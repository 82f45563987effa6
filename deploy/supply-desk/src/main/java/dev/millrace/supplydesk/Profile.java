package dev.millrace.supplydesk;

/**
 * What a detection is worth and what mistakes cost.
 *
 * @param missed cost of a window without a detection
 * @param falseAlarm most that a detection outside of all windows costs
 */
record Profile(double missed, double falseAlarm) {
  static final Profile STANDARD = new Profile(1, .11);
  static final Profile LOW_FALSE_POSITIVES = new Profile(1, .22);
  static final Profile LOW_FALSE_NEGATIVES = new Profile(2, .11);
}
