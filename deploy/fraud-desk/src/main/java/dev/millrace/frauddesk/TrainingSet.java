package dev.millrace.frauddesk;

import dev.millrace.fraud.domain.Feature;
import dev.millrace.fraud.domain.Features;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Payments whose truth is known, with the figures that they were decided by, in the order of time.
 * Figures are kept as float, which is what trees compare.
 */
public final class TrainingSet {
  private static final int FIRST_ROWS = 1024;

  private final List<Feature> features;
  private final Map<String, String> settings;
  private float[] values;
  private long[] times = new long[FIRST_ROWS];
  private final BitSet frauds = new BitSet();
  private int rows;

  /**
   * No payment yet.
   *
   * @param features the figures that are learned from
   */
  public TrainingSet(List<Feature> features) {
    this(features, Map.of());
  }

  /**
   * No payment yet.
   *
   * @param features the figures that are learned from
   * @param settings what the figures are computed with, as a model file keeps it
   */
  public TrainingSet(List<Feature> features, Map<String, String> settings) {
    if (features.isEmpty()) {
      throw new IllegalArgumentException("features must name at least one figure, got none");
    }
    this.features = List.copyOf(features);
    this.settings = Map.copyOf(settings);
    this.values = new float[FIRST_ROWS * features.size()];
  }

  /** The figures that are learned from, in the order of the columns. */
  public List<Feature> features() {
    return features;
  }

  /** What the figures are computed with. */
  Map<String, String> settings() {
    return settings;
  }

  /**
   * Adds a payment.
   *
   * @param time when it was made, not before the payment added last
   * @throws IllegalArgumentException if a figure is NaN or infinite, or time goes back
   */
  public void add(Features figures, boolean fraud, Instant time) {
    if (rows > 0 && time.toEpochMilli() < times[rows - 1]) {
      throw new IllegalArgumentException(
          "time must be in order, got %s after %s"
              .formatted(time, Instant.ofEpochMilli(times[rows - 1])));
    }
    grow();
    for (int column = 0; column < features.size(); column++) {
      float value = (float) figures.of(features.get(column));
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "%s must be a finite number, got %s at %s"
                .formatted(features.get(column).key(), value, time));
      }
      values[rows * features.size() + column] = value;
    }
    times[rows] = time.toEpochMilli();
    frauds.set(rows, fraud);
    rows++;
  }

  private void grow() {
    if (rows == times.length) {
      times = Arrays.copyOf(times, Math.multiplyExact(rows, 2));
      values = Arrays.copyOf(values, Math.multiplyExact(values.length, 2));
    }
  }

  /** How many payments it holds. */
  public int rows() {
    return rows;
  }

  /** How many of the payments from one row to before another are fraud. */
  int frauds(int from, int to) {
    return frauds.get(from, to).cardinality();
  }

  boolean isFraud(int row) {
    return frauds.get(row);
  }

  Instant time(int row) {
    return Instant.ofEpochMilli(times[row]);
  }

  float value(int row, int column) {
    return values[row * features.size() + column];
  }

  /** The figures of rows from one to before another, one row after the other. */
  float[] values(int from, int to) {
    return Arrays.copyOfRange(values, from * features.size(), to * features.size());
  }

  /** 1 for fraud and 0 for legitimate, of rows from one to before another. */
  float[] labels(int from, int to) {
    float[] labels = new float[to - from];
    for (int row = from; row < to; row++) {
      labels[row - from] = frauds.get(row) ? 1 : 0;
    }
    return labels;
  }
}
