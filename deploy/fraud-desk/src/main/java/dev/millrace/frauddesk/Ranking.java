package dev.millrace.frauddesk;

import java.util.stream.IntStream;

/**
 * How well scores put fraud before the rest.
 *
 * @param auc area under the ROC curve: chance that a fraud scores higher than a legitimate payment
 * @param averagePrecision mean precision over the frauds, from the highest score down
 */
record Ranking(double auc, double averagePrecision) {

  /**
   * Equal scores share their ranks, so the order of the rows does not matter.
   *
   * @param fraud by the scores' places
   * @throws IllegalArgumentException if there is no fraud or nothing else
   */
  static Ranking of(double[] scores, boolean[] fraud) {
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted((a, b) -> Double.compare(scores[b], scores[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    long frauds = IntStream.range(0, fraud.length).filter(row -> fraud[row]).count();
    long others = scores.length - frauds;
    if (frauds == 0 || others == 0) {
      throw new IllegalArgumentException(
          "payments must be fraud and legitimate ones, got %d frauds of %d"
              .formatted(frauds, scores.length));
    }
    double pairs = 0;
    double precision = 0;
    long fraudsAbove = 0;
    long above = 0;
    for (int start = 0; start < order.length; ) {
      int end = start;
      long tiedFrauds = 0;
      while (end < order.length && scores[order[end]] == scores[order[start]]) {
        tiedFrauds += fraud[order[end]] ? 1 : 0;
        end++;
      }
      long tied = (long) end - start;
      long othersBelow = others - (above - fraudsAbove) - (tied - tiedFrauds);
      pairs += tiedFrauds * (othersBelow + (tied - tiedFrauds) / 2.0);
      fraudsAbove += tiedFrauds;
      above += tied;
      precision += (double) tiedFrauds / frauds * fraudsAbove / above;
      start = end;
    }
    return new Ranking(pairs / ((double) frauds * others), precision);
  }
}
