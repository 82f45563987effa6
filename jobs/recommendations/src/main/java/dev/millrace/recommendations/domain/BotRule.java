package dev.millrace.recommendations.domain;

import java.io.Serializable;

/**
 * What no person does: so many clicks in so short a time.
 *
 * @param clicks from 2, at most {@link Session#MAX_CLICKS}
 * @param withinMs milliseconds from the first to the last of them
 */
public record BotRule(int clicks, long withinMs) implements Serializable {

  /**
   * Whether some of the clicks in a row that hold a new one came so fast.
   *
   * @param session oldest first
   * @param place of the new click, which may have come late
   */
  boolean isInhuman(Click[] session, int place) {
    int end = Math.min(session.length, place + clicks);
    for (int last = Math.max(place, clicks - 1); last < end; last++) {
      if (session[last].time() - session[last - clicks + 1].time() <= withinMs) {
        return true;
      }
    }
    return false;
  }
}
