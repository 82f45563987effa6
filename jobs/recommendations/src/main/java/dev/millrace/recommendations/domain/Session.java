package dev.millrace.recommendations.domain;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A session so far. Immutable; the arrays are never changed.
 *
 * <p>State: {@link #MAX_CLICKS} clicks and {@link #MAX_EXCLUDED} items at the most; the oldest go.
 *
 * @param clicks oldest first, by the shop's clock
 * @param excluded items that were bought or hidden, oldest first
 * @param newest time of the newest interaction, or when it came to the topic if that is earlier;
 *     milliseconds since 1970
 * @param version of the newest interaction, see {@link #answered}; 0 before the first
 * @param length clicks of the whole session
 * @param bot whether its clicks once came faster than a person's
 * @param customer whose session it is; null as long as that is not known
 * @param variant of the experiment that the newest interaction was answered by; null before the
 *     first, and in what was stored before variants were
 */
@SuppressWarnings("ArrayRecordComponent") // compared by no one; arrays keep the state small
public record Session(
    Click[] clicks,
    String[] excluded,
    long newest,
    long version,
    int length,
    boolean bot,
    String customer,
    String variant) {

  public static final int MAX_CLICKS = 30;
  public static final int MAX_EXCLUDED = 100;

  public static final Session EMPTY =
      new Session(new Click[0], new String[0], Long.MIN_VALUE, 0, 0, false, null, null);

  /** Whether a time lies further behind the newest interaction than clicks may be out of order. */
  public boolean isLate(long time, long toleranceMs) {
    return newest != Long.MIN_VALUE && time < newest - toleranceMs;
  }

  /**
   * This session with one more interaction to answer. Its version is its time, or one more than the
   * version before it: so versions also grow where the session's state has been forgotten between
   * two interactions.
   *
   * @param came when it came to the topic: a clock that is ahead makes nothing else late
   * @param by the variant that it is answered by
   */
  public Session answered(long time, long came, String by) {
    return new Session(
        clicks,
        excluded,
        Math.max(newest, Math.min(time, came)),
        Math.max(version + 1, time),
        length,
        bot,
        customer,
        by);
  }

  /**
   * This session as a customer's.
   *
   * @param known null if the interaction does not say; then it stays who it was
   */
  public Session of(String known) {
    return known == null
        ? this
        : new Session(clicks, excluded, newest, version, length, bot, known, variant);
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
    int at = place - dropped;
    System.arraycopy(clicks, dropped, more, 0, at);
    more[at] = click;
    System.arraycopy(clicks, place, more, at + 1, clicks.length - place);
    return new Session(
        more,
        excluded,
        newest,
        version,
        length + 1,
        bot || bots.isInhuman(more, at),
        customer,
        variant);
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
        bot,
        customer,
        variant);
  }

  /** This session as if it had never turned to an item. */
  public Session forgetting(String item) {
    Click[] others =
        Arrays.stream(clicks).filter(click -> !click.item().equals(item)).toArray(Click[]::new);
    return new Session(others, excluded, newest, version, length, bot, customer, variant);
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

  /** Whether some click, of those kept, was on an item. */
  public boolean holds(String item) {
    return holdsBefore(clicks.length, item);
  }

  /** Whether some click before a place was on an item. */
  boolean holdsBefore(int place, String item) {
    for (int i = 0; i < place; i++) {
      if (clicks[i].item().equals(item)) {
        return true;
      }
    }
    return false;
  }

  /** The session as it was when only its first clicks, of those kept, had been made. */
  Session upTo(int place) {
    return new Session(
        Arrays.copyOf(clicks, place + 1),
        excluded,
        newest,
        version,
        length - (clicks.length - 1 - place),
        bot,
        customer,
        variant);
  }

  /** The items turned to, each once, newest first, with the {@link Group} of each. */
  public Map<String, Integer> groupsByItem() {
    Map<String, Integer> groups = new LinkedHashMap<>();
    for (int i = clicks.length - 1; i >= 0; i--) {
      groups.putIfAbsent(clicks[i].item(), clicks[i].group());
    }
    return groups;
  }
}
