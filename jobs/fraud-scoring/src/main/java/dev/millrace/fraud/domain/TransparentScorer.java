package dev.millrace.fraud.domain;

import java.io.Serializable;
import java.util.List;

/**
 * Scores payments by four suspicions that a person can check by hand.
 *
 * @param highAmountMinor amount above which a payment is suspicious whoever makes it, minor units
 */
public record TransparentScorer(long highAmountMinor) implements Scorer, Serializable {

  /** Name and version that decisions carry; a change of any formula here is a new version. */
  public static final String VERSION = "transparent-2";

  private static final double HIGH_AMOUNT_STRENGTH = 0.95;
  private static final double MOST_FROM_AMOUNT_RATIO = 0.85;
  private static final double USUAL_RATIO = 2.5;
  private static final double CERTAIN_RATIO = 6;
  private static final int ENOUGH_TO_KNOW_A_CARD = 4;
  private static final double MOST_FROM_VELOCITY = 0.6;
  private static final double USUAL_PER_DAY = 8;
  private static final double CERTAIN_PER_DAY = 20;

  @Override
  public String version() {
    return VERSION;
  }

  @Override
  public Score score(Features features) {
    return Score.of(
        List.of(
            new Suspicion("TERMINAL_FRAUD_HISTORY", terminalHistory(features)),
            new Suspicion("AMOUNT_HIGH", highAmount(features.of(Feature.AMOUNT_MINOR))),
            new Suspicion("AMOUNT_UNUSUAL_FOR_CARD", unusualAmount(features)),
            new Suspicion("MANY_PAYMENTS_IN_A_DAY", velocity(features.of(Feature.CARD_COUNT_1D)))));
  }

  /** The share of fraud where and when labels are known. */
  private static double terminalHistory(Features features) {
    return Math.max(
        features.of(Feature.TERMINAL_FRAUD_RATE_1D), features.of(Feature.TERMINAL_FRAUD_RATE_7D));
  }

  private double highAmount(double amountMinor) {
    return amountMinor > highAmountMinor ? HIGH_AMOUNT_STRENGTH : 0;
  }

  /**
   * The amount against the mean of the card's other payments of 30 days. That of all less this one
   * is not taken: where the others add up to nothing, rounding leaves something to divide by.
   */
  private static double unusualAmount(Features features) {
    return features.of(Feature.CARD_COUNT_30D) - 1 < ENOUGH_TO_KNOW_A_CARD
        ? 0
        : MOST_FROM_AMOUNT_RATIO
            * share(features.of(Feature.CARD_AMOUNT_TO_MEAN_30D), USUAL_RATIO, CERTAIN_RATIO);
  }

  private static double velocity(double countInADay) {
    return MOST_FROM_VELOCITY * share(countInADay, USUAL_PER_DAY, CERTAIN_PER_DAY);
  }

  /** Where a figure stands between a usual and an extreme one: 0 to 1. */
  private static double share(double value, double usual, double extreme) {
    return Math.min(1, Math.max(0, (value - usual) / (extreme - usual)));
  }
}
