package dev.millrace.recommendations.domain;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A session so far. Immutable; the arrays are never changed.
 *
 * <p>State: {@link #MAX_CLICKS} clicks and {@link #MAX_EXCLUDED} items at the most; the oldest go.
 *
 * @param clicks oldest first, by the shop's clock
 * @param excluded items that were bought or hidden, oldest first
 * @param newest time of the newest interaction, milliseconds since 1970
 * @param version interactions that were answered
 * @param length clicks of the whole session
 * @param bot whether its clicks once came faster than a person's
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one; arrays keep the state small
public record Session(
    Click[] clicks, String[] excluded, long newest, long version, int length, boolean bot) {

  public static final int MAX_CLICKS = 30;
  public static final int MAX_EXCLUDED = 100;

  public static final Session EMPTY =
      new Session(new Click[0], new String[0], Long.MIN_VALUE, 0, 0, false);

  /** Whether a time lies further behind the newest interaction than clicks may be out of order. */
  public boolean isLate(long time, long toleranceMs) {
    return newest != Long.MIN_VALUE && time < newest - toleranceMs;
  }

  /** This session with one more interaction to answer. */
  public Session answered(long time) {
    return new Session(clicks, excluded, Math.max(newest, time), version + 1, length, bot);
  }

  /**
   * This session with a click in its place by time.
   *
   * @return this session if the click is older than all that are kept
   */
  public Session with(Click click, BotRule bots) {
    int place = clicks.length;
    while (place > 0 && click.isBefore(clicks[place - 1])) {
      place--;
    }
    boolean full = clicks.length == MAX_CLICKS;
    if (full && place == 0) {
      return this;
    }
    Click[] more = new Click[full ? MAX_CLICKS : clicks.length + 1];
    int dropped = full ? 1 : 0;
    System.arraycopy(clicks, dropped, more, 0, place - dropped);
    more[place - dropped] = click;
    System.arraycopy(clicks, place, more, place - dropped + 1, clicks.length - place);
    return new Session(more, excluded, newest, version, length + 1, bot || bots.isInhuman(more));
  }

  /** This session where an item is not to be shown any more. */
  public Session excluding(String item) {
    Set<String> all = new LinkedHashSet<>(Arrays.asList(excluded));
    all.remove(item);
    all.add(item);
    String[] kept = all.toArray(String[]::new);
    return new Session(
        clicks,
        kept.length > MAX_EXCLUDED ? Arrays.copyOfRange(kept, 1, kept.length) : kept,
        newest,
        version,
        length,
        bot);
  }

  /** This session as if it had never turned to an item. */
  public Session forgetting(String item) {
    Click[] others =
        Arrays.stream(clicks).filter(click -> !click.item().equals(item)).toArray(Click[]::new);
    return new Session(others, excluded, newest, version, length, bot);
  }

  /** Place of a click, or -1 if it is not kept. */
  public int placeOf(Click click) {
    for (int i = clicks.length - 1; i >= 0; i--) {
      if (clicks[i].equals(click)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether some other click than the one at a place was on an item. */
  boolean holdsElsewhere(String item, int place) {
    for (int i = 0; i < clicks.length; i++) {
      if (i != place && clicks[i].item().equals(item)) {
        return true;
      }
    }
    return false;
  }

  /** The items turned to, each once, newest first. */
  public String[] items() {
    Set<String> items = new LinkedHashSet<>();
    for (int i = clicks.length - 1; i >= 0; i--) {
      items.add(clicks[i].item());
    }
    return items.toArray(String[]::new);
  }
}
