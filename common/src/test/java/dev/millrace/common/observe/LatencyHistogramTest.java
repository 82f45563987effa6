package dev.millrace.common.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  private final Map<String, Counter> registered = new LinkedHashMap<>();
  private final MetricGroup group = new Group("");

  @Test
  void aLatencyCountsInEveryBucketThatIsNotBelowIt() {
    LatencyHistogram latencies = new LatencyHistogram(group, "latencyMs");

    latencies.record(0);
    latencies.record(10);
    latencies.record(11);
    latencies.record(60_000);
    latencies.record(60_001);

    assertThat(bucket("1")).isEqualTo(1);
    assertThat(bucket("5")).isEqualTo(1);
    assertThat(bucket("10")).isEqualTo(2);
    assertThat(bucket("20")).isEqualTo(3);
    assertThat(bucket("5000")).isEqualTo(3);
    assertThat(bucket("60000")).isEqualTo(4);
    assertThat(bucket("Inf")).isEqualTo(5);
    assertThat(registered.get("latencyMs_sum").getCount()).isEqualTo(120_022);
  }

  @Test
  void aNegativeLatencyCountsAsNone() {
    LatencyHistogram latencies = new LatencyHistogram(group, "latencyMs");

    latencies.record(-5);

    assertThat(bucket("1")).isEqualTo(1);
    assertThat(bucket("Inf")).isEqualTo(1);
    assertThat(registered.get("latencyMs_sum").getCount()).isZero();
  }

  @Test
  void aLabelledCounterIsRegisteredOncePerValue() {
    LabelledCounter counter = new LabelledCounter(group, "deadLetters", "reason");

    counter.of("empty").inc();
    counter.of("empty").inc();
    counter.of("truncated").inc();

    assertThat(registered)
        .containsOnlyKeys("reason=empty/deadLetters", "reason=truncated/deadLetters");
    assertThat(registered.get("reason=empty/deadLetters").getCount()).isEqualTo(2);
  }

  private long bucket(String bound) {
    return registered.get("le=" + bound + "/latencyMs_bucket").getCount();
  }

  /** Remembers counters by their labels and name; a second one of that name is an error. */
  private final class Group extends UnregisteredMetricsGroup {
    private final String path;

    Group(String path) {
      this.path = path;
    }

    @Override
    public Counter counter(String name) {
      Counter counter = new SimpleCounter();
      assertThat(registered.put(path + name, counter)).isNull();
      return counter;
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
      return new Group(path + key + "=" + value + "/");
    }
  }
}
