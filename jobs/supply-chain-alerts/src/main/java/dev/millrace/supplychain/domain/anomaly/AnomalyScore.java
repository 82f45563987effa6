package dev.millrace.supplychain.domain.anomaly;

/**
 * How little a point fits its series.
 *
 * @param score from 0 to 1; at least the threshold exactly where {@code status} is DETECTED
 * @param surprise the same without the quiet that follows a detection, from 0 to 1
 * @param status whether something begins or ends here
 * @param expected what the series was expected to be
 * @param typicalDeviation by how much the series is usually off what is expected of it
 */
public record AnomalyScore(
    double score, double surprise, Status status, double expected, double typicalDeviation) {

  /** That of a point that says nothing new. */
  public static AnomalyScore ofRepeat(SeriesPoint point) {
    return new AnomalyScore(0, 0, Status.ORDINARY, point.value(), 0);
  }

  /** What becomes of anomalies with a point. */
  public enum Status {
    /** Nothing. */
    ORDINARY,
    /** Somebody should be told. */
    DETECTED,
    /** It is so long since the last detection that whatever it was, it is the normal now. */
    SETTLED
  }
}
