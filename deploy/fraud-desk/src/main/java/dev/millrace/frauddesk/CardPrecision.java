package dev.millrace.frauddesk;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Card precision at k: what share of the k cards that a day's scores point to were defrauded that
 * day. Each card has the highest of its day's scores. A defrauded card that was pointed to is
 * blocked and does not come again on a later day.
 */
final class CardPrecision {

  /** A scored payment. */
  record Scored(int day, String card, boolean fraud, double score) {}

  private CardPrecision() {}

  /** The mean over days 0 to {@code days - 1}; of equal scores those that come first win. */
  static double at(int k, int days, List<Scored> payments) {
    Set<String> blocked = new HashSet<>();
    double sum = 0;
    for (int day = 0; day < days; day++) {
      Map<String, Scored> cards = new LinkedHashMap<>();
      for (Scored payment : payments) {
        if (payment.day == day && !blocked.contains(payment.card)) {
          cards.merge(payment.card, payment, CardPrecision::both);
        }
      }
      List<String> found =
          cards.values().stream()
              .sorted(Comparator.comparingDouble(Scored::score).reversed())
              .limit(k)
              .filter(Scored::fraud)
              .map(Scored::card)
              .toList();
      blocked.addAll(found);
      sum += (double) found.size() / k;
    }
    return sum / days;
  }

  private static Scored both(Scored one, Scored other) {
    return new Scored(
        one.day, one.card, one.fraud || other.fraud, Math.max(one.score, other.score));
  }
}
