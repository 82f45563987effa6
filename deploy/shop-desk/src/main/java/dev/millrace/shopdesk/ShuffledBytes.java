package dev.millrace.shopdesk;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/** Bytes that tasks of a Flink within this process have sent to those after them. */
public final class ShuffledBytes implements MetricReporter, MetricReporterFactory {
  private static final String SENT = "numBytesOut";
  private static final String TASK = "<task_name>";
  private static final String OPERATOR = "<operator_name>";

  /** By task; Flink makes the reporter, so that nothing else leads from it to here. */
  private static final Map<String, Counter> BY_TASK = new ConcurrentHashMap<>();

  /** What makes Flink count. */
  static Configuration configuration() {
    Configuration flink = new Configuration();
    flink.setString("metrics.reporter.shuffled.factory.class", ShuffledBytes.class.getName());
    return flink;
  }

  /**
   * What the newest job has sent.
   *
   * @param step part of the task's name
   */
  static long sentBy(String step) {
    return BY_TASK.entrySet().stream()
        .filter(task -> task.getKey().contains(step))
        .mapToLong(task -> task.getValue().getCount())
        .sum();
  }

  @Override
  public MetricReporter createMetricReporter(Properties properties) {
    return this;
  }

  @Override
  public void open(MetricConfig config) {
    BY_TASK.clear();
  }

  @Override
  public void close() {
    // The counts are read when the job has ended.
  }

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    Map<String, String> variables = group.getAllVariables();
    if (name.equals(SENT) && variables.containsKey(TASK) && !variables.containsKey(OPERATOR)) {
      BY_TASK.put(variables.get(TASK), (Counter) metric);
    }
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    // The counts are read when the job has ended.
  }
}
