package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.millrace.common.ingest.Received;
import dev.millrace.common.state.Retention;
import dev.millrace.supply.TelemetryReading;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.coldchain.Exposure;
import dev.millrace.supplychain.domain.coldchain.SensorLog;
import dev.millrace.supplychain.domain.coldchain.SensorWatch;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keyed by sensor: says when goods were outside their range for longer than they stand, also while
 * no reading comes, and when a sensor is silent.
 *
 * <p>Readings of any quantity show that a sensor is alive; temperatures say with which goods it is,
 * and are held to the range of their product class, in the order of their times.
 *
 * <p>State for each sensor: one {@link SensorLog} and one event-time timer, until it was silent for
 * the policy's time.
 */
public final class WatchColdChain
    extends KeyedProcessFunction<String, Received<TelemetryReading>, Finding> {
  private static final long serialVersionUID = 1L;

  private static final TypeInformation<Exposure> EXPOSURE =
      Types.POJO(
          Exposure.class,
          Map.of(
              "time", Types.LONG,
              "celsius", Types.DOUBLE,
              "outsideSince", Types.LONG,
              "insideSince", Types.LONG,
              "outsideMs", Types.LONG,
              "degreeMinutes", Types.DOUBLE,
              "peakCelsius", Types.DOUBLE,
              "decay", Types.DOUBLE,
              "decayMs", Types.LONG));

  private static final TypeInformation<SensorLog> LOG =
      Types.POJO(
          SensorLog.class,
          Map.ofEntries(
              Map.entry("shipmentId", Types.STRING),
              Map.entry("locationId", Types.STRING),
              Map.entry("productClass", Types.STRING),
              Map.entry("owner", Types.STRING),
              Map.entry("intervalMs", Types.LONG),
              Map.entry("heardAt", Types.LONG),
              Map.entry("before", EXPOSURE),
              Map.entry("times", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO),
              Map.entry("celsius", PrimitiveArrayTypeInfo.DOUBLE_PRIMITIVE_ARRAY_TYPE_INFO),
              Map.entry("excursionSince", Types.LONG),
              Map.entry("excursionMs", Types.LONG),
              Map.entry("gapSince", Types.LONG),
              Map.entry("checkAt", Types.LONG)));

  private final ColdChainRules rules;
  private transient SensorWatch watch;
  private transient ValueState<SensorLog> state;

  public WatchColdChain(ColdChainRules rules) {
    this.rules = requireNonNull(rules);
  }

  @Override
  public void open(OpenContext context) {
    watch = new SensorWatch(rules.policy());
    ValueStateDescriptor<SensorLog> descriptor = new ValueStateDescriptor<>("sensor-log", LOG);
    descriptor.enableTimeToLive(Retention.of(rules.retention()));
    state = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement(
      Received<TelemetryReading> reading, Context context, Collector<Finding> out)
      throws Exception {
    SensorLog before = requireNonNullElse(state.value(), SensorLog.EMPTY);
    long time = reading.value().getEventTime().toEpochMilli();
    look(
        before.checkAt(),
        before.with(reading.value(), rules.policy()),
        new SensorWatch.Moment(
            Math.max(time, context.timerService().currentWatermark()), reading.source()),
        context,
        out);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Finding> out)
      throws Exception {
    SensorLog log = state.value();
    if (log != null && log.checkAt() == timestamp) {
      look(Exposure.NEVER, log, new SensorWatch.Moment(timestamp, null), context, out);
    }
  }

  /**
   * Looks at the sensor and sets its timer.
   *
   * @param scheduled the timer that is set; {@link Exposure#NEVER} if none is
   */
  private void look(
      long scheduled,
      SensorLog log,
      SensorWatch.Moment moment,
      Context context,
      Collector<Finding> out)
      throws Exception {
    SensorWatch.Verdict verdict = watch.look(context.getCurrentKey(), log, moment);
    long next = verdict.log() == null ? Exposure.NEVER : verdict.log().checkAt();
    if (scheduled != next) {
      if (scheduled != Exposure.NEVER) {
        context.timerService().deleteEventTimeTimer(scheduled);
      }
      if (next != Exposure.NEVER) {
        context.timerService().registerEventTimeTimer(next);
      }
    }
    if (verdict.log() == null) {
      state.clear();
    } else {
      state.update(verdict.log());
    }
    verdict.findings().forEach(out::collect);
  }
}
