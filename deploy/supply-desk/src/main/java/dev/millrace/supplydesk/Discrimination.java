package dev.millrace.supplydesk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How well probabilities tell what happens from what does not.
 *
 * @param auc area under the ROC curve
 * @param ap average precision
 * @param scored number of forecasts
 */
record Discrimination(double auc, double ap, int scored) {

  /**
   * A forecast and what came of it.
   *
   * @param probability that was forecast
   * @param happened whether it did
   */
  record Forecast(double probability, boolean happened) {}

  /** Equal probabilities count as one step. */
  static Discrimination of(List<Forecast> forecasts) {
    List<Forecast> sorted = new ArrayList<>(forecasts);
    sorted.sort(Comparator.comparingDouble(Forecast::probability).reversed());
    double happened = sorted.stream().filter(Forecast::happened).count();
    double not = sorted.size() - happened;
    double hits = 0;
    double misses = 0;
    double area = 0;
    double precision = 0;
    int from = 0;
    while (from < sorted.size()) {
      int to = from;
      double stepHits = 0;
      while (to < sorted.size() && sorted.get(to).probability() == sorted.get(from).probability()) {
        stepHits += sorted.get(to).happened() ? 1 : 0;
        to++;
      }
      double stepMisses = to - from - stepHits;
      area += stepMisses * (hits + stepHits / 2);
      hits += stepHits;
      misses += stepMisses;
      precision += stepHits * hits / (hits + misses);
      from = to;
    }
    return new Discrimination(area / (happened * not), precision / happened, sorted.size());
  }
}
