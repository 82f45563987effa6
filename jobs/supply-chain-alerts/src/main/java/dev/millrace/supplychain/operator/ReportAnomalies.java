package dev.millrace.supplychain.operator;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.millrace.common.ingest.Received;
import dev.millrace.supply.TelemetryReading;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.anomaly.Device;
import dev.millrace.supplychain.domain.anomaly.JudgedPoint;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keyed by sensor: says where a point that does not fit its series was measured, and who acts.
 * Points that fit must not come here. State: one {@link Device}.
 */
public final class ReportAnomalies
    extends KeyedCoProcessFunction<String, JudgedPoint, Received<TelemetryReading>, Finding> {
  private static final long serialVersionUID = 1L;

  private final Duration retention;
  private transient ValueState<Device> devices;

  /**
   * Reports.
   *
   * @param retention how long a sensor is kept that stays where it is and does nothing odd, in
   *     processing time
   */
  public ReportAnomalies(Duration retention) {
    this.retention = requireNonNull(retention);
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<Device> descriptor =
        new ValueStateDescriptor<>(
            "device",
            Types.POJO(
                Device.class,
                Map.of(
                    "shipmentId", Types.STRING,
                    "locationId", Types.STRING,
                    "owner", Types.STRING,
                    "odd", Types.STRING,
                    "since", Types.LONG)));
    descriptor.enableTimeToLive(Retention.of(retention));
    devices = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement1(JudgedPoint judged, Context context, Collector<Finding> out)
      throws Exception {
    Device before = requireNonNullElse(devices.value(), Device.UNKNOWN);
    Device after = before.judged(judged);
    devices.update(after);
    if (before.isOdd() || after.isOdd()) {
      out.collect(after.finding(context.getCurrentKey(), judged));
    }
  }

  @Override
  public void processElement2(
      Received<TelemetryReading> reading, Context context, Collector<Finding> out)
      throws Exception {
    Device before = requireNonNullElse(devices.value(), Device.UNKNOWN);
    Device after = before.at(reading.value());
    if (after != before) {
      devices.update(after);
    }
  }
}
