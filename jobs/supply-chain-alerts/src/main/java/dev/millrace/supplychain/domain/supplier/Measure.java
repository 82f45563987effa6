package dev.millrace.supplychain.domain.supplier;

/**
 * One measure of a supplier, larger is worse: what it usually is, and a cumulative sum (CUSUM) of
 * how much the newest observations exceed that. One observation counts three standard deviations at
 * the most, so that a single disaster changes nothing.
 *
 * @param mean of all, the newest about 30 count
 * @param variance of all
 * @param recent of the newest about 4
 * @param count how many were observed
 * @param sum of deviations beyond the slack, from 0
 * @param since first observation of those that the sum is of, milliseconds since 1970; 0 for none
 */
public record Measure(
    double mean, double variance, double recent, long count, double sum, long since) {
  private static final double MOST_DEVIATIONS = 3;
  private static final double FORGET = 1 / 30.0;
  private static final double FORGET_RECENT = 1 / 4.0;
  private static final double SLOWER_WHILE_DRIFTING = 0.25;

  /** Nothing was observed. */
  public static final Measure NONE = new Measure(0, 0, 0, 0, 0, 0);

  /**
   * With an observation.
   *
   * @param leastDeviation standard deviation that is assumed at the least
   */
  Measure with(double value, long time, double leastDeviation, DriftRules rules) {
    if (count < rules.deliveries()) {
      return learned(value, 1.0 / (count + 1), 0, 0);
    }
    double deviation = Math.max(leastDeviation, Math.sqrt(variance));
    double deviations =
        Math.max(-MOST_DEVIATIONS, Math.min(MOST_DEVIATIONS, (value - mean) / deviation));
    double now = Math.min(1.5 * rules.threshold(), Math.max(0, sum + deviations - rules.slack()));
    double forget = now > rules.clear() ? FORGET * SLOWER_WHILE_DRIFTING : FORGET;
    return learned(
        mean + deviations * deviation, forget, now, now == 0 ? 0 : since == 0 ? time : since);
  }

  /** The value that hardly any observation exceeds; NaN while too little is known. */
  double extreme(double leastDeviation, DriftRules rules) {
    return count < rules.deliveries()
        ? Double.NaN
        : mean + MOST_DEVIATIONS * Math.max(leastDeviation, Math.sqrt(variance));
  }

  private Measure learned(double value, double share, double newSum, long newSince) {
    double off = value - mean;
    return new Measure(
        mean + share * off,
        (1 - share) * (variance + share * off * off),
        count == 0 ? value : recent + FORGET_RECENT * (value - recent),
        count + 1,
        newSum,
        newSince);
  }
}
