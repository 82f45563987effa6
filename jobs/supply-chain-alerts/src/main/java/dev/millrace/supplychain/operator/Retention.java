package dev.millrace.supplychain.operator;

import java.time.Duration;
import org.apache.flink.api.common.state.StateTtlConfig;

/** State that goes away when its key is not heard of any more, whatever else should remove it. */
final class Retention {
  private static final int ENTRIES_CLEANED_PER_ACCESS = 5;

  private Retention() {}

  /**
   * Removal of what was not written for a time.
   *
   * @param idle in processing time
   */
  static StateTtlConfig of(Duration idle) {
    return StateTtlConfig.newBuilder(idle)
        .cleanupIncrementally(ENTRIES_CLEANED_PER_ACCESS, false)
        .build();
  }
}
