package dev.millrace.common.quality;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.BitSet;

/**
 * Notices that a topic or a table as a whole has gone wrong: that too many of its newest records
 * were refused. Not thread-safe.
 */
public final class Breaker {
  private final Limit limit;
  private final BitSet refusals;
  private int at;
  private int refused;

  /**
   * When too many are too many.
   *
   * @param window how many of the newest records are looked at, 1 or more
   * @param share of the window that may be refused, 0 to 1; at 1 nothing is ever too much
   */
  public record Limit(int window, double share) implements Serializable {
    public Limit {
      if (window < 1) {
        throw new IllegalArgumentException("window must be at least 1, got " + window);
      }
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("share must be between 0 and 1, got " + share);
      }
    }
  }

  public Breaker(Limit limit) {
    this.limit = requireNonNull(limit);
    this.refusals = new BitSet(limit.window());
  }

  /** Counts a record that was used. */
  public void accepted() {
    count(false);
  }

  /**
   * Counts a record that was refused.
   *
   * @return whether more than the share of the window is refused by now. Records that have not come
   *     yet count as accepted, so that a start with a few bad ones is no alarm
   */
  public boolean refused() {
    count(true);
    return refused > limit.share() * limit.window();
  }

  public Limit limit() {
    return limit;
  }

  /** How many of the window are refused. */
  public int refusedCount() {
    return refused;
  }

  private void count(boolean refusal) {
    if (refusals.get(at) != refusal) {
      refusals.set(at, refusal);
      refused += refusal ? 1 : -1;
    }
    at = at + 1 == limit.window() ? 0 : at + 1;
  }
}
