package dev.millrace.common.observe;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Latencies as cumulative counters with a label {@code le}, the form that Prometheus' {@code
 * histogram_quantile} reads.
 *
 * <p>Flink's own histograms leave each subtask as a summary, and percentiles of different subtasks
 * cannot be merged; counters can be added up over subtasks, jobs and time.
 */
public final class LatencyHistogram {

  /** Upper bounds in milliseconds; a value above the last one counts in {@code Inf} only. */
  private static final long[] BOUNDS_MS = {
    1, 2, 5, 10, 20, 50, 75, 100, 150, 250, 500, 1_000, 5_000, 60_000
  };

  /**
   * Prometheus reads it as it reads {@code +Inf}. Flink's reporter leaves letters in a label and
   * makes {@code _Inf} of a sign, and a histogram without its last bucket has no quantiles.
   */
  private static final String WITHOUT_BOUND = "Inf";

  private final Counter[] buckets = new Counter[BOUNDS_MS.length + 1];
  private final Counter sum;

  /**
   * Registers the counters {@code <name>_bucket} and {@code <name>_sum}.
   *
   * @param name with the unit at its end, {@code ...Ms}
   */
  public LatencyHistogram(MetricGroup group, String name) {
    LabelledCounter bucket = new LabelledCounter(group, name + "_bucket", "le");
    for (int i = 0; i < BOUNDS_MS.length; i++) {
      buckets[i] = bucket.of(Long.toString(BOUNDS_MS[i]));
    }
    buckets[BOUNDS_MS.length] = bucket.of(WITHOUT_BOUND);
    sum = group.counter(name + "_sum");
  }

  /** Counts one latency; clocks that differ can make it negative, which counts as 0. */
  public void record(long millis) {
    long latency = Math.max(0, millis);
    for (int i = BOUNDS_MS.length - 1; i >= 0 && latency <= BOUNDS_MS[i]; i--) {
      buckets[i].inc();
    }
    buckets[BOUNDS_MS.length].inc();
    sum.inc(latency);
  }
}
