package dev.millrace.simulator.payments;

/**
 * How much fraud starts per day.
 *
 * @param terminalsPerDay terminals compromised per day
 * @param cardsPerDay cards compromised per day
 * @param cardTestsPerDay stolen cards tried per day
 */
record FraudPressure(double terminalsPerDay, double cardsPerDay, double cardTestsPerDay) {
  static final int TERMINAL_DAYS = 28;
  static final int CARD_DAYS = 14;
  static final double COMPROMISED_CARD_SHARE = 1.0 / 3;
  static final int MIN_SMALL_TESTS = 5;
  static final int MAX_SMALL_TESTS = 10;

  /** Share of payments above the limit of the scenario {@link FraudScenario#LARGE_AMOUNT}. */
  private static final double LARGE_AMOUNT_SHARE = 0.0006;

  private static final double PAYMENTS_PER_CARD_DAY = 2;
  private static final double PAYMENTS_PER_CARD_TEST =
      (MIN_SMALL_TESTS + MAX_SMALL_TESTS) / 2.0 + 1;

  /** The handbook's: of 10,000 terminals two per day, of 5,000 cards three; and one card test. */
  static FraudPressure natural(WorldSize size) {
    return new FraudPressure(
        2 * size.terminals() / 10_000.0, 3 * size.cards() / 5_000.0, size.cards() / 5_000.0);
  }

  /** The pressure under which about this share of payments is fraud, 0 to 0.5. */
  static FraudPressure forShare(double share, WorldSize size) {
    FraudPressure natural = natural(size);
    double low = 0;
    double high = 1;
    while (natural.times(high).expectedShare(size) < share) {
      high *= 2;
    }
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (natural.times(middle).expectedShare(size) < share) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return natural.times(low);
  }

  private FraudPressure times(double factor) {
    return new FraudPressure(
        terminalsPerDay * factor, cardsPerDay * factor, cardTestsPerDay * factor);
  }

  private double expectedShare(WorldSize size) {
    double atTerminal = 1 - StrictMath.exp(-terminalsPerDay * TERMINAL_DAYS / size.terminals());
    double byCard =
        COMPROMISED_CARD_SHARE * (1 - StrictMath.exp(-cardsPerDay * CARD_DAYS / size.cards()));
    double ordinary = 1 - (1 - atTerminal) * (1 - byCard) * (1 - LARGE_AMOUNT_SHARE);
    double payments = PAYMENTS_PER_CARD_DAY * size.cards();
    double tests = cardTestsPerDay * PAYMENTS_PER_CARD_TEST;
    return (ordinary * payments + tests) / (payments + tests);
  }
}
