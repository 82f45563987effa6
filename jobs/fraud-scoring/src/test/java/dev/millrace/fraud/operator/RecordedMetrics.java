package dev.millrace.fraud.operator;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.OperatorIOMetricGroup;
import org.apache.flink.metrics.groups.OperatorMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** Remembers metrics by their labels and name: {@code rule=large/cappedDeclines}. */
final class RecordedMetrics extends UnregisteredMetricsGroup implements OperatorMetricGroup {
  private final String path;
  private final Map<String, Metric> all;

  RecordedMetrics() {
    this("", new HashMap<>());
  }

  private RecordedMetrics(String path, Map<String, Metric> all) {
    this.path = path;
    this.all = all;
  }

  /** What has been registered, labels included. */
  Set<String> names() {
    return Set.copyOf(all.keySet());
  }

  /** What a gauge says now. */
  Object gauge(String name) {
    return ((Gauge<?>) all.get(name)).getValue();
  }

  long count(String name) {
    return ((Counter) all.get(name)).getCount();
  }

  @Override
  public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
    all.put(path + name, gauge);
    return gauge;
  }

  @Override
  public Counter counter(String name) {
    Counter counter = new SimpleCounter();
    all.put(path + name, counter);
    return counter;
  }

  @Override
  public MetricGroup addGroup(String key, String value) {
    return new RecordedMetrics(path + key + "=" + value + "/", all);
  }

  @Override
  public OperatorIOMetricGroup getIOMetricGroup() {
    return UnregisteredMetricsGroup.createOperatorMetricGroup().getIOMetricGroup();
  }
}
