package dev.millrace.fraud.domain;

import java.util.Arrays;

/**
 * The cards that were used at a terminal or on a device, and when each was used last. Immutable;
 * the arrays are never changed.
 *
 * <p>Holds the {@value #MAX_CARDS} cards that were used last, so that a count of as many means that
 * many or more. A card counts where it was used last: for a payment that is late, one that was used
 * again since is missing. State: 16 bytes a card, 1 KiB at the most.
 *
 * @param cards the cards
 * @param lasts when each was used last, milliseconds since 1970
 */
@SuppressWarnings(
    "ArrayRecordComponent") // compared by no one; primitive arrays keep the state small
public record CardsSeen(long[] cards, long[] lasts) {

  /** Most cards that are remembered. */
  public static final int MAX_CARDS = 64;

  public static final CardsSeen EMPTY = new CardsSeen(new long[0], new long[0]);

  /** These cards and one more use of a card, in whatever order uses come. */
  public CardsSeen with(String cardId, long time) {
    long card = Token.of('k', cardId);
    int oldest = 0;
    for (int i = 0; i < cards.length; i++) {
      if (cards[i] == card) {
        if (lasts[i] >= time) {
          return this;
        }
        long[] newLasts = lasts.clone();
        newLasts[i] = time;
        return new CardsSeen(cards, newLasts);
      }
      if (lasts[i] < lasts[oldest]) {
        oldest = i;
      }
    }
    boolean full = cards.length == MAX_CARDS;
    if (full && lasts[oldest] > time) {
      return this;
    }
    int at = full ? oldest : cards.length;
    long[] newCards = Arrays.copyOf(cards, full ? MAX_CARDS : cards.length + 1);
    long[] newLasts = Arrays.copyOf(lasts, newCards.length);
    newCards[at] = card;
    newLasts[at] = time;
    return new CardsSeen(newCards, newLasts);
  }

  /** How many cards were used last after {@code from} and not after {@code to}. */
  public int count(long from, long to) {
    int count = 0;
    for (long last : lasts) {
      count += last > from && last <= to ? 1 : 0;
    }
    return count;
  }

  /** Sets the spread of a device's cards; called with the payment's own use among them. */
  public void intoDevice(Features features, long time) {
    features.set(Feature.DEVICE_CARDS_1D, atLeastOne(Windows.ONE_DAY_MS, time));
    features.set(Feature.DEVICE_CARDS_7D, atLeastOne(Windows.SEVEN_DAYS_MS, time));
  }

  /** Sets the spread of a terminal's cards; called with the payment's own use among them. */
  public void intoTerminal(Features features, long time) {
    features.set(Feature.TERMINAL_CARDS_1H, atLeastOne(Windows.ONE_HOUR_MS, time));
    features.set(Feature.TERMINAL_CARDS_1D, atLeastOne(Windows.ONE_DAY_MS, time));
  }

  /** The payment's own card counts, also where it was used again since. */
  private long atLeastOne(long window, long time) {
    return Math.max(1, count(time - window, time));
  }
}
