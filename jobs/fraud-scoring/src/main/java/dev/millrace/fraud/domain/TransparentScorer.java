package dev.millrace.fraud.domain;

import java.io.Serializable;
import java.util.List;

/**
 * Scores payments by four suspicions that a person can check by hand.
 *
 * @param highAmountMinor amount above which a payment is suspicious whoever makes it, minor units
 */
public record TransparentScorer(long highAmountMinor) implements Serializable {

  /** Name and version that decisions carry; a change of any formula here is a new version. */
  public static final String VERSION = "transparent-1";

  private static final double HIGH_AMOUNT_STRENGTH = 0.95;
  private static final double MOST_FROM_AMOUNT_RATIO = 0.85;
  private static final double USUAL_RATIO = 2.5;
  private static final double CERTAIN_RATIO = 6;
  private static final int ENOUGH_TO_KNOW_A_CARD = 4;
  private static final double MOST_FROM_VELOCITY = 0.6;
  private static final double USUAL_PER_DAY = 8;
  private static final double CERTAIN_PER_DAY = 20;

  public Score score(Features features) {
    return Score.of(
        List.of(
            new Suspicion("TERMINAL_FRAUD_HISTORY", terminalHistory(features.terminal())),
            new Suspicion("AMOUNT_HIGH", highAmount(features.amountMinor())),
            new Suspicion("AMOUNT_UNUSUAL_FOR_CARD", unusualAmount(features)),
            new Suspicion("MANY_PAYMENTS_IN_A_DAY", velocity(features.card()))));
  }

  /** The share of fraud where and when labels are known. */
  private static double terminalHistory(TerminalRisk terminal) {
    return Math.max(terminal.fraudRate1d(), terminal.fraudRate7d());
  }

  private double highAmount(long amountMinor) {
    return amountMinor > highAmountMinor ? HIGH_AMOUNT_STRENGTH : 0;
  }

  /** The amount against the mean of the card's other payments of 30 days. */
  private static double unusualAmount(Features features) {
    CardActivity card = features.card();
    long others = card.count30d() - 1;
    if (others < ENOUGH_TO_KNOW_A_CARD) {
      return 0;
    }
    double meanOfOthers = (card.mean30d() * card.count30d() - features.amountMinor()) / others;
    if (meanOfOthers <= 0) {
      return 0;
    }
    return MOST_FROM_AMOUNT_RATIO
        * share(features.amountMinor() / meanOfOthers, USUAL_RATIO, CERTAIN_RATIO);
  }

  private static double velocity(CardActivity card) {
    return MOST_FROM_VELOCITY * share((double) card.count1d(), USUAL_PER_DAY, CERTAIN_PER_DAY);
  }

  /** Where a figure stands between a usual and an extreme one: 0 to 1. */
  private static double share(double value, double usual, double extreme) {
    return Math.min(1, Math.max(0, (value - usual) / (extreme - usual)));
  }
}
