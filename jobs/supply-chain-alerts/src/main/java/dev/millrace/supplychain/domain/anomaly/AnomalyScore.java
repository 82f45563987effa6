package dev.millrace.supplychain.domain.anomaly;

/**
 * How little a point fits its series.
 *
 * @param score from 0 to 1; at least the threshold exactly where {@code detected}
 * @param surprise the same without the quiet that follows a detection, from 0 to 1
 * @param detected whether somebody should be told
 * @param expected what the series was expected to be
 * @param typicalDeviation by how much the series is usually off what is expected of it
 */
public record AnomalyScore(
    double score, double surprise, boolean detected, double expected, double typicalDeviation) {}
