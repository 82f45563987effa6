package dev.millrace.recommendations.domain;

import java.io.Serializable;

/**
 * What no person does: so many clicks in so short a time.
 *
 * @param clicks from 2, at most {@link Session#MAX_CLICKS}
 * @param withinMs milliseconds from the first to the last of them
 */
public record BotRule(int clicks, long withinMs) implements Serializable {

  boolean isInhuman(Click[] session) {
    int last = session.length - 1;
    int first = last - clicks + 1;
    return first >= 0 && session[last].time() - session[first].time() <= withinMs;
  }
}
