package dev.millrace.common.state;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.streaming.api.TimerService;

/**
 * Removes what is over from map states of a key that may be large, for operators that keep them
 * {@linkplain Retention#ofLargeMaps so}. A timer of the key walks its maps eight times in the time
 * that entries are kept for, so that one is gone at most an eighth of that time late.
 *
 * <p>With heap state a key of an earlier build's savepoint, which had no such timer, is swept only
 * once it is heard of again.
 *
 * <p>State: one processing-time timer for each key that has entries.
 */
public final class Sweep {
  private static final int TIMES = 8;

  private final long period;
  private final List<MapState<?, ?>> maps;

  /**
   * Sweeps maps of one operator.
   *
   * @param idle how long their entries are kept, in processing time
   */
  public Sweep(Duration idle, MapState<?, ?>... maps) {
    this.period = Math.max(1, requireNonNull(idle).toMillis() / TIMES);
    this.maps = List.of(maps);
  }

  /** Sees to it that the current key is swept; for every record of the key. */
  public void await(Object key, TimerService timers) {
    // The moments of a key are fixed, so that setting its timer again changes nothing; those of
    // different keys differ, so that they are not all swept at once.
    long phase = Math.floorMod((long) key.hashCode(), period);
    long past = Math.floorDiv(timers.currentProcessingTime() - phase, period);
    timers.registerProcessingTimeTimer((past + 1) * period + phase);
  }

  /** Sweeps the current key, and goes on as long as it has entries; for its timers. */
  public void sweep(Object key, TimerService timers) throws Exception {
    boolean any = false;
    for (MapState<?, ?> map : maps) {
      if (isLeft(map)) {
        any = true;
      } else {
        // What a walk has emptied is still an entry of the key.
        map.clear();
      }
    }
    if (any) {
      await(key, timers);
    }
  }

  /** To read an entry that is over is to remove it. */
  private static boolean isLeft(MapState<?, ?> map) throws Exception {
    boolean left = false;
    for (Object unexpired : map.keys()) {
      left |= unexpired != null;
    }
    return left;
  }
}
