package dev.millrace.fraud.domain;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The figures of one payment. Filled step by step on its way through the job; each step sets its
 * own and nobody changes them afterwards.
 *
 * @param values by {@link Feature#ordinal()}; {@link #UNKNOWN} where a figure has no value
 */
@SuppressWarnings({
  "ArrayRecordComponent", // one array through the whole job, compared by no one
  "EnumOrdinal" // lives within one build only: what is kept names figures by their keys
})
public record Features(double[] values) {

  /**
   * Stands for a figure that has no value, such as the time since a first payment's predecessor.
   */
  public static final double UNKNOWN = -1;

  private static final Feature[] FEATURES = Feature.values();

  /** No figure set yet: all 0. */
  public static Features none() {
    return new Features(new double[FEATURES.length]);
  }

  public double of(Feature feature) {
    return values[feature.ordinal()];
  }

  /** Sets a figure; for the step that computes it. */
  public void set(Feature feature, double value) {
    values[feature.ordinal()] = value;
  }

  /** Sets a figure that is a count or an amount; exact up to 2^53. */
  public void set(Feature feature, long value) {
    set(feature, (double) value);
  }

  /** Sets a figure that is yes or no, as 1 or 0. */
  public void set(Feature feature, boolean value) {
    set(feature, value ? 1 : 0);
  }

  /** The figures under the names by which decisions carry them. */
  public Map<String, Double> byName() {
    Map<String, Double> figures = new LinkedHashMap<>(2 * FEATURES.length);
    for (Feature feature : FEATURES) {
      figures.put(feature.key(), of(feature));
    }
    return figures;
  }
}
