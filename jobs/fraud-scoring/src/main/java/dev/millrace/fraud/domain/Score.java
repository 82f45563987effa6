package dev.millrace.fraud.domain;

import java.util.Comparator;
import java.util.List;

/**
 * How suspicious a payment is.
 *
 * @param value 0 (not at all) to 1
 * @param reasons codes of what speaks for fraud, strongest first
 */
public record Score(double value, List<String> reasons) {
  private static final double WORTH_NAMING = 0.1;

  /**
   * Suspicions taken as independent: the score is the probability that at least one of them is
   * right, 1 - (1-s1)(1-s2)... (noisy-or).
   */
  public static Score of(List<Suspicion> suspicions) {
    double innocent = 1;
    for (Suspicion suspicion : suspicions) {
      innocent *= 1 - suspicion.strength();
    }
    List<String> reasons =
        suspicions.stream()
            .filter(suspicion -> suspicion.strength() >= WORTH_NAMING)
            .sorted(Comparator.comparingDouble(Suspicion::strength).reversed())
            .map(Suspicion::reason)
            .toList();
    return new Score(1 - innocent, reasons);
  }
}
