package dev.millrace.common.state;

import java.time.Duration;
import org.apache.flink.api.common.state.StateTtlConfig;

/**
 * State that goes away when its key is not heard of any more, whatever else should remove it. With
 * heap state each access looks at one other entry; RocksDB drops what is over as it compacts.
 */
public final class Retention {
  /**
   * A record is often a dozen accesses: looking at five entries each time was a fifth of all that a
   * payment cost. One is enough: what is kept was accessed within the time that it is kept for, so
   * that there are more accesses than keys and the search comes round.
   */
  private static final int ENTRIES_CLEANED_PER_ACCESS = 1;

  private Retention() {}

  /**
   * Removal of what was not written for a time.
   *
   * @param idle in processing time
   */
  public static StateTtlConfig of(Duration idle) {
    return StateTtlConfig.newBuilder(idle)
        .cleanupIncrementally(ENTRIES_CLEANED_PER_ACCESS, false)
        .build();
  }
}
