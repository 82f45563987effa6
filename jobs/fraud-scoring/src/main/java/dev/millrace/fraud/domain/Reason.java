package dev.millrace.fraud.domain;

/**
 * Why a model finds a payment suspicious: a group of figures under a name that an analyst knows.
 */
public enum Reason {
  AMOUNT_HIGH("The amount is high, whoever pays it."),
  AMOUNT_UNUSUAL_FOR_CARD("The amount is unlike what the card usually spends."),
  UNUSUAL_TIME("The time of day or of the week is one at which fraud is more frequent."),
  CARD_ACTIVITY_UNUSUAL("The card pays more or less often than is usual."),
  TERMINAL_FRAUD_HISTORY("The terminal has had confirmed fraud of late."),
  TERMINAL_ACTIVITY_UNUSUAL("The terminal is used more or less often than is usual.");

  private final String sentence;

  Reason(String sentence) {
    this.sentence = sentence;
  }

  /** What it means, for a person who reads the decision. */
  public String sentence() {
    return sentence;
  }

  /** The reason that a figure speaks for. */
  public static Reason of(Feature feature) {
    return switch (feature) {
      case AMOUNT_MINOR -> AMOUNT_HIGH;
      case CARD_MEAN_MINOR_1D, CARD_MEAN_MINOR_7D, CARD_MEAN_MINOR_30D -> AMOUNT_UNUSUAL_FOR_CARD;
      case WEEKEND, NIGHT -> UNUSUAL_TIME;
      case CARD_COUNT_1D, CARD_COUNT_7D, CARD_COUNT_30D -> CARD_ACTIVITY_UNUSUAL;
      case TERMINAL_FRAUD_RATE_1D, TERMINAL_FRAUD_RATE_7D, TERMINAL_FRAUD_RATE_30D ->
          TERMINAL_FRAUD_HISTORY;
      case TERMINAL_COUNT_1D, TERMINAL_COUNT_7D, TERMINAL_COUNT_30D -> TERMINAL_ACTIVITY_UNUSUAL;
    };
  }
}
