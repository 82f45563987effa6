package dev.millrace.fraud.operator;

import dev.millrace.fraud.domain.History;
import java.time.Duration;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** Histories as state that goes away when its key is not heard of any more. */
final class StateRetention {
  private static final int ENTRIES_CLEANED_PER_ACCESS = 5;

  private StateRetention() {}

  /**
   * State of a history.
   *
   * @param idle time without a write, in processing time, after which the state is removed
   */
  static ValueStateDescriptor<History> history(String name, Duration idle) {
    ValueStateDescriptor<History> descriptor =
        new ValueStateDescriptor<>(name, TypeInformation.of(History.class));
    descriptor.enableTimeToLive(
        StateTtlConfig.newBuilder(idle)
            .cleanupIncrementally(ENTRIES_CLEANED_PER_ACCESS, false)
            .build());
    return descriptor;
  }
}
