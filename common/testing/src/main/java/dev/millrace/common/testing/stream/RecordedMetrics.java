package dev.millrace.common.testing.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
import org.apache.flink.traces.Span;
import org.apache.flink.traces.SpanBuilder;

/** Remembers spans, and metrics by their labels and name: {@code rule=large/cappedDeclines}. */
public final class RecordedMetrics extends UnregisteredMetricsGroup implements OperatorMetricGroup {
  private final String path;
  private final Map<String, Metric> all;
  private final List<Span> spans;

  public RecordedMetrics() {
    this("", new HashMap<>(), new ArrayList<>());
  }

  private RecordedMetrics(String path, Map<String, Metric> all, List<Span> spans) {
    this.path = path;
    this.all = all;
    this.spans = spans;
  }

  /** What has been registered, labels included. */
  public Set<String> names() {
    return Set.copyOf(all.keySet());
  }

  /** What a gauge says now. */
  public Object gauge(String name) {
    return ((Gauge<?>) all.get(name)).getValue();
  }

  /** What a counter says now. */
  public long count(String name) {
    return ((Counter) all.get(name)).getCount();
  }

  /** What has been reported, in its order. */
  public List<Span> spans() {
    return List.copyOf(spans);
  }

  @Override
  public void addSpan(SpanBuilder span) {
    spans.add(span.build());
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
    return new RecordedMetrics(path + key + "=" + value + "/", all, spans);
  }

  @Override
  public OperatorIOMetricGroup getIOMetricGroup() {
    return UnregisteredMetricsGroup.createOperatorMetricGroup().getIOMetricGroup();
  }
}
