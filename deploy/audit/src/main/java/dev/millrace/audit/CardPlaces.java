package dev.millrace.audit;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a card was used before, and from where it came. A job remembers {@value #MOST} terminals,
 * merchants, countries and devices of a card; which of more it has forgotten is not computed here.
 */
final class CardPlaces {
  private static final int MOST = 128;
  private static final double UNKNOWN = -1;
  private static final double EARTH_RADIUS_KM = 6_371;
  private static final double MINUTES_PER_HOUR = 60;
  private static final double MINUTE_MS = 60_000;

  private final Map<String, Long> firstUse = new HashMap<>();
  private Payment located;

  /** The figures of a payment by name; those of first uses only while all places are remembered. */
  Map<String, Double> figures(Payment payment) {
    Map<String, Double> figures = new LinkedHashMap<>();
    if (firstUse.size() <= MOST) {
      places(payment)
          .forEach((name, place) -> figures.put(name, isFirst(place, payment.eventTime())));
    }
    // A payment that is late does not know of the newer one.
    boolean travelled =
        payment.circumstances().hasPlace()
            && located != null
            && located.eventTime() <= payment.eventTime();
    double km = travelled ? kilometres(located.circumstances(), payment.circumstances()) : UNKNOWN;
    double minutes =
        travelled ? Math.max(1, (payment.eventTime() - located.eventTime()) / MINUTE_MS) : 1;
    figures.put("cardTravelKm", km);
    figures.put("cardTravelKmh", travelled ? km / minutes * MINUTES_PER_HOUR : UNKNOWN);
    return figures;
  }

  void add(Payment payment) {
    places(payment)
        .values()
        .forEach(
            place -> {
              if (place != null) {
                firstUse.merge(place, payment.eventTime(), Math::min);
              }
            });
    if (payment.circumstances().hasPlace()
        && (located == null || payment.eventTime() >= located.eventTime())) {
      located = payment;
    }
  }

  /** The payment's places, by the figure that tells of them; null where it names none. */
  private static Map<String, String> places(Payment payment) {
    Map<String, String> places = new LinkedHashMap<>();
    Payment.Circumstances there = payment.circumstances();
    places.put("cardFirstAtTerminal", kindOf("terminal", payment.terminal()));
    places.put("cardFirstAtMerchant", kindOf("merchant", there.merchantId()));
    places.put("cardFirstInCountry", kindOf("country", there.country()));
    places.put("cardFirstOnDevice", kindOf("device", there.device()));
    return places;
  }

  private static String kindOf(String kind, String id) {
    return id == null ? null : kind + " " + id;
  }

  private double isFirst(String place, long time) {
    if (place == null) {
      return UNKNOWN;
    }
    return firstUse.getOrDefault(place, Long.MAX_VALUE) > time ? 1 : 0;
  }

  /** Along a great circle: by the straight line between the two points through the earth. */
  private static double kilometres(Payment.Circumstances from, Payment.Circumstances to) {
    double[] a = onUnitSphere(from);
    double[] b = onUnitSphere(to);
    double chord = Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
    return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, chord / 2));
  }

  private static double[] onUnitSphere(Payment.Circumstances place) {
    double north = Math.toRadians(place.latitude());
    double east = Math.toRadians(place.longitude());
    return new double[] {
      Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)
    };
  }
}
