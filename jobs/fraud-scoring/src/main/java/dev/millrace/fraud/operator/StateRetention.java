package dev.millrace.fraud.operator;

import java.time.Duration;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** What is known of a key as state that goes away when the key is not heard of any more. */
final class StateRetention {
  /**
   * Each of the seven states is accessed twice for a payment: more would cost more than the payment
   * itself.
   */
  private static final int ENTRIES_CLEANED_PER_ACCESS = 1;

  private StateRetention() {}

  /**
   * State of one immutable record.
   *
   * @param idle time without a write, in processing time, after which the state is removed
   */
  static <T> ValueStateDescriptor<T> of(String name, Class<T> type, Duration idle) {
    ValueStateDescriptor<T> descriptor = new ValueStateDescriptor<>(name, TypeInformation.of(type));
    descriptor.enableTimeToLive(
        StateTtlConfig.newBuilder(idle)
            .cleanupIncrementally(ENTRIES_CLEANED_PER_ACCESS, false)
            .build());
    return descriptor;
  }
}
