package dev.millrace.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How long payments waited for their last decision, and what that says of a record that was sent to
 * another topic of the same job: nobody tells when that was read.
 *
 * <p>It is taken to wait no longer than the payments that were under way when it was sent or later,
 * and half a minute more. That holds through an outage, and for a job that goes back to a
 * checkpoint: it decides again what came after that, and the last decision is the one that counts.
 * Where no payment was sent meanwhile there is nobody who could have waited, and nothing is said.
 */
final class Waits {
  private static final long MARGIN = Duration.ofSeconds(30).toMillis();
  private static final long NEVER = Long.MAX_VALUE / 2;

  /** When payments were sent, ascending; the other arrays are in the same order. */
  private final long[] sentAt;

  /** The latest decision on a payment or on one that was sent before it. */
  private final long[] latestUntil;

  /** The soonest decision on a payment or on one that was sent after it. */
  private final long[] soonestFrom;

  /** A tree of maxima: the waits are its leaves, in its second half. */
  private final long[] longest;

  /**
   * A payment.
   *
   * @param decidedAt when the last decision on it was made; null if none was
   */
  record Wait(long sentAt, Long decidedAt) {

    private long millis() {
      return end() - sentAt;
    }

    /** Clocks may differ: no decision is older than its payment. */
    private long end() {
      return decidedAt == null ? sentAt : Math.max(sentAt, decidedAt);
    }
  }

  Waits(List<Wait> waits) {
    List<Wait> sorted = new ArrayList<>(waits);
    sorted.sort(Comparator.comparingLong(Wait::sentAt));
    int size = sorted.size();
    sentAt = sorted.stream().mapToLong(Wait::sentAt).toArray();
    latestUntil = new long[size];
    soonestFrom = new long[size];
    longest = new long[2 * size];
    for (int i = 0; i < size; i++) {
      long end = sorted.get(i).end();
      latestUntil[i] = i == 0 ? end : Math.max(end, latestUntil[i - 1]);
      longest[size + i] = sorted.get(i).millis();
    }
    for (int i = size - 1; i >= 0; i--) {
      long decided = sorted.get(i).decidedAt() == null ? NEVER : sorted.get(i).end();
      soonestFrom[i] = i == size - 1 ? decided : Math.min(decided, soonestFrom[i + 1]);
    }
    for (int i = size - 1; i > 0; i--) {
      longest[i] = Math.max(longest[2 * i], longest[2 * i + 1]);
    }
  }

  /** Whether a record was sent so long before a moment that it might have been read by then. */
  static boolean isEarly(long sent, long moment) {
    return sent + MARGIN < moment;
  }

  /** Whether a record that was sent to another topic was surely read before a moment. */
  boolean isReadBefore(long sent, long moment) {
    return isEarly(sent, moment)
        && isEarly(soonestDecisionAfter(sent), moment)
        && isEarly(sent + longestWait(sent - MARGIN, moment), moment);
  }

  /** On a payment that was sent after a moment. */
  private long soonestDecisionAfter(long moment) {
    int next = firstAbove(sentAt, moment);
    return next == sentAt.length ? NEVER : soonestFrom[next];
  }

  /** Of the payments that were under way at some time between two moments. */
  private long longestWait(long from, long to) {
    int size = sentAt.length;
    long most = 0;
    // All that were sent later are in, too, and some that were decided before; they do no harm.
    int low = size + firstAbove(latestUntil, from - 1);
    int high = size + firstAbove(sentAt, to);
    for (; low < high; low /= 2, high /= 2) {
      if (low % 2 == 1) {
        most = Math.max(most, longest[low++]);
      }
      if (high % 2 == 1) {
        most = Math.max(most, longest[--high]);
      }
    }
    return most;
  }

  /** Index of the first that is greater, in an ascending array; its length if none is. */
  private static int firstAbove(long[] ascending, long value) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] > value) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
