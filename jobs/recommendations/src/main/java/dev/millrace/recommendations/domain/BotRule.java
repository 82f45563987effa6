package dev.millrace.recommendations.domain;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What no person does: look at so many items in so short a time. What is put into a cart or bought
 * does not count: an order is one act, and an interaction for each of its items.
 *
 * @param clicks views, from 2, at most {@link Session#MAX_CLICKS}
 * @param withinMs milliseconds from the first to the last of them
 */
public record BotRule(int clicks, long withinMs) implements Serializable {

  /**
   * Whether some of the views in a row that hold a new one came so fast.
   *
   * @param session oldest first
   * @param place of the new click, which may have come late
   */
  boolean isInhuman(Click[] session, int place) {
    if (!session[place].viewed()) {
      return false;
    }
    int[] views = IntStream.range(0, session.length).filter(i -> session[i].viewed()).toArray();
    int at = Arrays.binarySearch(views, place);
    int end = Math.min(views.length, at + clicks);
    for (int last = Math.max(at, clicks - 1); last < end; last++) {
      if (session[views[last]].time() - session[views[last - clicks + 1]].time() <= withinMs) {
        return true;
      }
    }
    return false;
  }
}
