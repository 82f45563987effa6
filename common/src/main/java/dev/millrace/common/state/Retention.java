package dev.millrace.common.state;

import java.time.Duration;
import org.apache.flink.api.common.state.StateTtlConfig;

/**
 * State that goes away when its key is not heard of any more, whatever else should remove it.
 * RocksDB drops what is over as it compacts, and compacts what it has not for a day.
 */
public final class Retention {
  /**
   * A record is often a dozen accesses: looking at five keys each time was a fifth of all that a
   * payment cost. One is enough: what is kept was accessed within the time that it is kept for, so
   * that there are more accesses than keys and the search comes round.
   */
  private static final int KEYS_CLEANED_PER_ACCESS = 1;

  /** What Flink does unless told otherwise. */
  private static final int ENTRIES_PER_LOOK_AT_THE_CLOCK = 1000;

  /** Flink's 30 days would keep for a month what is to be gone in a week. */
  private static final Duration COMPACTED_AFTER = Duration.ofDays(1);

  private Retention() {}

  /**
   * Removal of what was not written for a time, from values and small maps: with heap state each
   * access of the state looks at one other key, and copies the whole map that it has there.
   *
   * @param idle in processing time
   */
  public static StateTtlConfig of(Duration idle) {
    return compacted(idle).cleanupIncrementally(KEYS_CLEANED_PER_ACCESS, false).build();
  }

  /**
   * Removal of what was not written for a time, from maps that may be large under one key: with
   * heap state only a {@link Sweep} removes what nobody asks for.
   *
   * @param idle in processing time
   */
  public static StateTtlConfig ofLargeMaps(Duration idle) {
    return compacted(idle).disableCleanupInBackground().build();
  }

  private static StateTtlConfig.Builder compacted(Duration idle) {
    return StateTtlConfig.newBuilder(idle)
        .cleanupInRocksdbCompactFilter(ENTRIES_PER_LOOK_AT_THE_CLOCK, COMPACTED_AFTER);
  }
}
