package dev.millrace.fraud.domain;

import dev.millrace.payments.Outcome;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * From score and amount to outcome: the larger the amount, the less suspicion may be let through.
 *
 * @param bands thresholds by amount, ascending; the first one starts at 0
 */
public record OutcomeThresholds(List<Band> bands) implements Serializable {

  /**
   * The thresholds of amounts from a lower bound to the next band.
   *
   * @param fromMinor lowest amount of the band, minor units, from 0
   * @param review scores from here on are reviewed, 0 to 1
   * @param decline scores from here on are declined, {@code review} or above
   */
  public record Band(long fromMinor, double review, double decline) implements Serializable {
    public Band {
      if (!(review >= 0 && review <= decline && decline <= 1)) {
        throw new IllegalArgumentException(
            "thresholds must be 0 <= review <= decline <= 1, got %s and %s"
                .formatted(review, decline));
      }
    }
  }

  public OutcomeThresholds {
    bands = List.copyOf(bands);
    if (bands.isEmpty() || bands.get(0).fromMinor() != 0) {
      throw new IllegalArgumentException("the first band must start at 0, got " + bands);
    }
    for (int i = 1; i < bands.size(); i++) {
      if (bands.get(i).fromMinor() <= bands.get(i - 1).fromMinor()) {
        throw new IllegalArgumentException("bands must ascend, got " + bands);
      }
    }
  }

  /** The same thresholds for every amount. */
  public static OutcomeThresholds same(double review, double decline) {
    return new OutcomeThresholds(List.of(new Band(0, review, decline)));
  }

  /**
   * These thresholds, and others from the amounts of some bands on.
   *
   * @throws IllegalArgumentException if two bands start at the same amount
   */
  public OutcomeThresholds and(List<Band> others) {
    List<Band> all = new ArrayList<>(bands);
    all.addAll(others);
    all.sort(Comparator.comparingLong(Band::fromMinor));
    return new OutcomeThresholds(all);
  }

  /** The lowest score that is reviewed, whatever the amount. */
  public double lowestReview() {
    return bands.stream().mapToDouble(Band::review).min().orElseThrow();
  }

  /**
   * What a score means for a payment.
   *
   * @param score 0 to 1
   * @param amountMinor the payment's amount, minor units of the scoring currency
   */
  public Outcome outcome(double score, long amountMinor) {
    Band band = band(amountMinor);
    if (score >= band.decline()) {
      return Outcome.DECLINE;
    }
    return score >= band.review() ? Outcome.REVIEW : Outcome.APPROVE;
  }

  private Band band(long amountMinor) {
    int i = bands.size() - 1;
    while (i > 0 && bands.get(i).fromMinor() > amountMinor) {
      i--;
    }
    return bands.get(i);
  }
}
