package dev.millrace.common.observe;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * A counter with a label: one time series for each value of the label, registered when the value is
 * first met. Use it for labels with few values only.
 */
public final class LabelledCounter {
  private final MetricGroup group;
  private final String name;
  private final String label;
  private final Map<String, Counter> counters = new HashMap<>();

  public LabelledCounter(MetricGroup group, String name, String label) {
    this.group = requireNonNull(group);
    this.name = requireNonNull(name);
    this.label = requireNonNull(label);
  }

  /** The counter of one value of the label. */
  public Counter of(String value) {
    return counters.computeIfAbsent(value, v -> group.addGroup(label, v).counter(name));
  }
}
