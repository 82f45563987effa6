package dev.millrace.supplychain.domain.notice;

import java.io.Serializable;
import java.time.Duration;

/**
 * How often an owner is told.
 *
 * @param perHour notifications of single alerts an hour
 * @param burst notifications of single alerts at once, after a time without any; none where there
 *     are none an hour
 * @param digestInterval how long after the first alert that is held back the digest is sent
 */
public record NoticeRules(int perHour, int burst, Duration digestInterval) implements Serializable {

  /** Rules. */
  public NoticeRules {
    burst = perHour == 0 ? 0 : burst;
  }
}
