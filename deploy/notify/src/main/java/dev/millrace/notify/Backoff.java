package dev.millrace.notify;

import java.time.Duration;

/**
 * How long to wait between attempts: twice as long each time.
 *
 * @param first before the second attempt
 * @param longest at the most
 */
record Backoff(Duration first, Duration longest) {

  /**
   * The time to wait after an attempt.
   *
   * @param attempt its number, from 1
   */
  Duration after(int attempt) {
    Duration wait = first;
    for (int i = 1; i < attempt && wait.compareTo(longest) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
