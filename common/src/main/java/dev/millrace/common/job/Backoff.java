package dev.millrace.common.job;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waiting times between attempts: each twice the one before, up to a limit.
 *
 * @param delay before the next attempt
 * @param limit the longest delay
 */
public record Backoff(Duration delay, Duration limit) {

  /** The waiting time after this one. */
  public Backoff next() {
    Duration doubled = delay.multipliedBy(2);
    return new Backoff(doubled.compareTo(limit) < 0 ? doubled : limit, limit);
  }

  /**
   * The delay in milliseconds, made up to half longer at random: what failed together must not come
   * back together.
   */
  public long jitteredMillis() {
    return delay.toMillis() + ThreadLocalRandom.current().nextLong(delay.toMillis() / 2 + 1);
  }
}
