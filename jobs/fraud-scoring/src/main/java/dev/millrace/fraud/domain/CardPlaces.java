package dev.millrace.fraud.domain;

import dev.millrace.payments.Transaction;
import java.util.Arrays;

/**
 * Where a card has been used: its terminals, merchants, countries and devices, and the place of its
 * newest payment that has one. Immutable; the arrays are never changed.
 *
 * <p>Of more than {@value #MAX_PLACES} places the one that was used longest ago is forgotten, so
 * that it is new again. State: 24 bytes a place and 24 bytes, 3.1 KiB at the most.
 *
 * @param tokens the places
 * @param firsts when each was used first, milliseconds since 1970
 * @param lasts when each was used last
 * @param locatedAt time of the newest payment whose latitude and longitude are known; {@link
 *     Long#MIN_VALUE} without one
 * @param latitude where that was, degrees north
 * @param longitude where that was, degrees east
 */
@SuppressWarnings(
    "ArrayRecordComponent") // compared by no one; primitive arrays keep the state small
public record CardPlaces(
    long[] tokens, long[] firsts, long[] lasts, long locatedAt, double latitude, double longitude) {

  /** Most places that are remembered. */
  public static final int MAX_PLACES = 128;

  public static final CardPlaces EMPTY =
      new CardPlaces(new long[0], new long[0], new long[0], Long.MIN_VALUE, 0, 0);

  private static final double EARTH_RADIUS_KM = 6371;
  private static final double MS_PER_HOUR = Windows.ONE_HOUR_MS;

  /** These places and those of a payment, in whatever order payments come. */
  public CardPlaces with(Transaction payment) {
    long time = payment.getEventTime().toEpochMilli();
    CardPlaces places =
        with('t', payment.getTerminalId(), time)
            .with('m', payment.getMerchantId(), time)
            .with('c', payment.getMerchantCountry(), time)
            .with('d', payment.getDeviceId(), time);
    if (!isLocated(payment) || time < locatedAt) {
      return places;
    }
    return new CardPlaces(
        places.tokens,
        places.firsts,
        places.lasts,
        time,
        payment.getLatitude(),
        payment.getLongitude());
  }

  /** Sets whether a payment is the card's first at its places, and how fast the card came there. */
  public void into(Features features, Transaction payment) {
    long time = payment.getEventTime().toEpochMilli();
    features.set(Feature.CARD_FIRST_AT_TERMINAL, first('t', payment.getTerminalId(), time));
    features.set(Feature.CARD_FIRST_AT_MERCHANT, first('m', payment.getMerchantId(), time));
    features.set(Feature.CARD_FIRST_IN_COUNTRY, first('c', payment.getMerchantCountry(), time));
    features.set(Feature.CARD_FIRST_ON_DEVICE, first('d', payment.getDeviceId(), time));
    // A payment that is late does not know of the newer one that came before it.
    if (!isLocated(payment) || locatedAt == Long.MIN_VALUE || locatedAt > time) {
      features.set(Feature.CARD_TRAVEL_KM, Features.UNKNOWN);
      features.set(Feature.CARD_TRAVEL_KMH, Features.UNKNOWN);
      return;
    }
    double km = kilometresTo(payment.getLatitude(), payment.getLongitude());
    double hours = Math.max(time - locatedAt, Windows.ONE_MINUTE_MS) / MS_PER_HOUR;
    features.set(Feature.CARD_TRAVEL_KM, km);
    features.set(Feature.CARD_TRAVEL_KMH, km / hours);
  }

  private static boolean isLocated(Transaction payment) {
    return payment.getLatitude() != null && payment.getLongitude() != null;
  }

  private double first(char kind, String id, long time) {
    if (id == null) {
      return Features.UNKNOWN;
    }
    int at = indexOf(Token.of(kind, id));
    return at < 0 || firsts[at] > time ? 1 : 0;
  }

  private int indexOf(long token) {
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] == token) {
        return i;
      }
    }
    return -1;
  }

  private CardPlaces with(char kind, String id, long time) {
    if (id == null) {
      return this;
    }
    long token = Token.of(kind, id);
    int at = indexOf(token);
    if (at >= 0) {
      long[] newFirsts = firsts;
      long[] newLasts = lasts;
      if (time < firsts[at]) {
        newFirsts = firsts.clone();
        newFirsts[at] = time;
      }
      if (time > lasts[at]) {
        newLasts = lasts.clone();
        newLasts[at] = time;
      }
      return new CardPlaces(tokens, newFirsts, newLasts, locatedAt, latitude, longitude);
    }
    boolean full = tokens.length == MAX_PLACES;
    int place = full ? usedLongestAgo() : tokens.length;
    if (full && time < lasts[place]) {
      return this; // a late one takes no newer one's place
    }
    int length = full ? MAX_PLACES : tokens.length + 1;
    return new CardPlaces(
        replaced(tokens, length, place, token),
        replaced(firsts, length, place, time),
        replaced(lasts, length, place, time),
        locatedAt,
        latitude,
        longitude);
  }

  private static long[] replaced(long[] values, int length, int at, long value) {
    long[] copy = Arrays.copyOf(values, length);
    copy[at] = value;
    return copy;
  }

  private int usedLongestAgo() {
    int oldest = 0;
    for (int i = 1; i < lasts.length; i++) {
      if (lasts[i] < lasts[oldest]) {
        oldest = i;
      }
    }
    return oldest;
  }

  /** Along a great circle (haversine). */
  private double kilometresTo(double otherLatitude, double otherLongitude) {
    double north = Math.sin(Math.toRadians(otherLatitude - latitude) / 2);
    double east = Math.sin(Math.toRadians(otherLongitude - longitude) / 2);
    double half =
        north * north
            + Math.cos(Math.toRadians(latitude))
                * Math.cos(Math.toRadians(otherLatitude))
                * east
                * east;
    return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, half)));
  }
}
