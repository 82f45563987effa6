package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElseGet;

import dev.millrace.common.state.Retention;
import dev.millrace.supplychain.domain.anomaly.AnomalyDetector;
import dev.millrace.supplychain.domain.anomaly.AnomalyRules;
import dev.millrace.supplychain.domain.anomaly.AnomalyScore;
import dev.millrace.supplychain.domain.anomaly.JudgedPoint;
import dev.millrace.supplychain.domain.anomaly.SeriesMemory;
import dev.millrace.supplychain.domain.anomaly.SeriesPoint;
import java.time.Duration;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keyed by series: judges each point by what the series has done before.
 *
 * <p>A point that is older than the newest of its series is counted and dropped: there is no memory
 * of what was usual then. One that repeats the newest is ordinary and changes nothing. State for
 * each series: one {@link SeriesMemory}, 3.8 KB.
 */
public final class DetectAnomalies extends KeyedProcessFunction<String, SeriesPoint, JudgedPoint> {
  private static final long serialVersionUID = 1L;

  private final AnomalyRules rules;
  private final Duration idleRetention;
  private transient AnomalyDetector detector;
  private transient ValueState<SeriesMemory> memories;
  private transient Counter late;

  /**
   * Detects anomalies.
   *
   * @param idleRetention how long a series is remembered without a point, in processing time
   */
  public DetectAnomalies(AnomalyRules rules, Duration idleRetention) {
    this.rules = requireNonNull(rules);
    this.idleRetention = requireNonNull(idleRetention);
  }

  @Override
  public void open(OpenContext context) {
    detector = new AnomalyDetector(rules);
    ValueStateDescriptor<SeriesMemory> descriptor =
        new ValueStateDescriptor<>("series", AnomalyTypes.MEMORY);
    descriptor.enableTimeToLive(Retention.of(idleRetention));
    memories = getRuntimeContext().getState(descriptor);
    late = getRuntimeContext().getMetricGroup().counter("latePoints");
  }

  @Override
  public void processElement(SeriesPoint point, Context context, Collector<JudgedPoint> out)
      throws Exception {
    SeriesMemory memory = requireNonNullElseGet(memories.value(), SeriesMemory::new);
    if (memory.isLate(point.time())) {
      late.inc();
      return;
    }
    if (memory.isRepeat(point)) {
      out.collect(new JudgedPoint(point, AnomalyScore.ofRepeat(point)));
      return;
    }
    out.collect(new JudgedPoint(point, detector.score(memory, point)));
    memories.update(memory);
  }
}
