package dev.millrace.fraud.operator;

import dev.millrace.common.state.Retention;
import java.time.Duration;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** What is known of a key as state that goes away when the key is not heard of any more. */
final class StateRetention {
  private StateRetention() {}

  /**
   * State of one immutable record.
   *
   * @param idle time without a write, in processing time, after which the state is removed
   */
  static <T> ValueStateDescriptor<T> of(String name, Class<T> type, Duration idle) {
    ValueStateDescriptor<T> descriptor = new ValueStateDescriptor<>(name, TypeInformation.of(type));
    descriptor.enableTimeToLive(Retention.of(idle));
    return descriptor;
  }
}
