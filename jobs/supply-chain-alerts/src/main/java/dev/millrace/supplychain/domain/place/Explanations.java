package dev.millrace.supplychain.domain.place;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What explains what among the places that are suspected at the same time. Places are compared only
 * with those that share a late shipment with them: a few, however many are suspected. Of those that
 * are late at many places more than a sample is not known; two are compared within the limits of
 * both.
 */
final class Explanations {

  /** Of the share that is late within a place: less of it beyond is chance. */
  private static final double SPREADS = 0.25;

  private final double explainedShare;
  private final List<String> places = new ArrayList<>();
  private final List<Suspicion> suspicions = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<Integer, List<Integer>> lateAt = new HashMap<>();
  private final Map<Integer, Optional<Integer>> explanations = new HashMap<>();

  /**
   * What explains these places.
   *
   * @param all by name; of several that explain a place, the first does
   */
  Explanations(double explainedShare, Map<String, Suspected> all) {
    this.explainedShare = explainedShare;
    all.forEach(
        (place, suspected) -> {
          int number = places.size();
          places.add(place);
          suspicions.add(suspected.suspicion());
          numbers.put(place, number);
          for (int shipment : suspected.suspicion().sample().hashes()) {
            lateAt.computeIfAbsent(shipment, unknown -> new ArrayList<>()).add(number);
          }
        });
  }

  /** Where the explanations of a place end: the place itself if nothing explains it. */
  String culprit(String place) {
    List<Integer> chain = new ArrayList<>(List.of(numbers.get(place)));
    while (true) {
      Integer last = chain.get(chain.size() - 1);
      Optional<Integer> by = explanations.computeIfAbsent(last, this::explanation);
      if (by.isEmpty()) {
        return places.get(last);
      }
      int again = chain.indexOf(by.get());
      if (again >= 0) {
        // Shares of late shipments may explain each other in a circle: one of them has to be said.
        return chain.subList(again, chain.size()).stream()
            .min(
                Comparator.comparingInt((Integer each) -> rank(suspicions.get(each)))
                    .thenComparing(places::get))
            .map(places::get)
            .orElseThrow();
      }
      chain.add(by.get());
    }
  }

  private Optional<Integer> explanation(int place) {
    for (Map.Entry<Integer, Integer> other : common(place).entrySet()) {
      if (explains(suspicions.get(other.getKey()), suspicions.get(place), other.getValue())) {
        return Optional.of(other.getKey());
      }
    }
    return Optional.empty();
  }

  /** How many late shipments a place has in common with each other, in the order of places. */
  private Map<Integer, Integer> common(int place) {
    Map<Integer, Integer> common = new TreeMap<>();
    int[] shipments = suspicions.get(place).sample().hashes();
    if (shipments.length == 0) {
      // Any other has all of none.
      for (int other = 0; other < places.size(); other++) {
        common.put(other, 0);
      }
    }
    for (int shipment : shipments) {
      for (Integer other : lateAt.get(shipment)) {
        common.merge(other, 1, Integer::sum);
      }
    }
    common.remove(place);
    return common;
  }

  private boolean explains(Suspicion other, Suspicion suspicion, int common) {
    long limit = Math.min(other.sample().limit(), suspicion.sample().limit());
    int late = suspicion.sample().below(limit);
    if (common < explainedShare * late) {
      return false;
    }
    int more = other.sample().below(limit) - late;
    if (more > 0) {
      return isLateBeyond(suspicion, other, common, limit);
    }
    if (more < 0) {
      return !isLateBeyond(other, suspicion, common, limit);
    }
    return rank(other) < rank(suspicion);
  }

  /**
   * Whether a place is late beyond a smaller one, too, and not by chance: a carrier of whose forty
   * other shipments one is late is not what ails the lane on which three of four are.
   */
  private static boolean isLateBeyond(Suspicion smaller, Suspicion larger, int common, long limit) {
    double share = LateSample.share(limit);
    double late = (larger.sample().below(limit) - common) / share;
    double expected = Math.max(late, expected(larger) - expected(smaller));
    double shareWithin = common / share / expected(smaller);
    return late > 0 && late / expected >= SPREADS * shareWithin;
  }

  private static double expected(Suspicion suspicion) {
    return suspicion
        .finding()
        .evidence()
        .getOrDefault(PlaceWatch.EXPECTED_SHIPMENTS, (double) suspicion.late());
  }

  /** Which of two places with the same late shipments is to blame: the lower. */
  private static int rank(Suspicion suspicion) {
    return switch (suspicion.finding().subjectType()) {
      case LANE -> suspicion.lanes() == 1 ? 0 : 3;
      case PORT -> 1;
      default -> 2;
    };
  }
}
