package dev.millrace.fraud.domain;

/**
 * Why a model finds a payment suspicious: a group of figures under a name that an analyst knows.
 */
public enum Reason {
  AMOUNT_HIGH("The amount is high, whoever pays it."),
  AMOUNT_UNUSUAL_FOR_CARD("The amount is unlike what the card usually spends."),
  UNUSUAL_TIME("The time of day or of the week is one at which fraud is more frequent."),
  CARD_ACTIVITY_UNUSUAL("The card pays more or less often than is usual."),
  CARD_TESTED("Much smaller payments of the card came shortly before, as when a card is tested."),
  PLACE_NEW_FOR_CARD("The card is used where it was not used before."),
  TRAVEL_IMPOSSIBLE("The card was used too far away shortly before."),
  MANY_CARDS_ON_DEVICE("Many cards are used on this device."),
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
      case CARD_MEAN_MINOR_1D,
          CARD_MEAN_MINOR_7D,
          CARD_MEAN_MINOR_30D,
          CARD_AMOUNT_TO_MEAN_7D,
          CARD_AMOUNT_TO_MEAN_30D,
          CARD_AMOUNT_DEVIATIONS_7D,
          CARD_AMOUNT_DEVIATIONS_30D,
          CARD_AMOUNT_TO_MAX_7D,
          CARD_AMOUNT_TO_MAX_30D,
          CARD_AMOUNT_TO_USUAL,
          CARD_UNUSUAL_SHARE_14D,
          CARD_UNUSUAL_COUNT_14D,
          CARD_DAYS_SINCE_UNUSUAL ->
          AMOUNT_UNUSUAL_FOR_CARD;
      case WEEKEND, NIGHT -> UNUSUAL_TIME;
      case CARD_COUNT_1MIN,
          CARD_COUNT_10MIN,
          CARD_COUNT_1H,
          CARD_COUNT_1D,
          CARD_COUNT_7D,
          CARD_COUNT_30D,
          CARD_SECONDS_SINCE_LAST ->
          CARD_ACTIVITY_UNUSUAL;
      case CARD_SMALL_BEFORE_1H -> CARD_TESTED;
      case CARD_FIRST_AT_TERMINAL,
          CARD_FIRST_AT_MERCHANT,
          CARD_FIRST_IN_COUNTRY,
          CARD_FIRST_ON_DEVICE ->
          PLACE_NEW_FOR_CARD;
      case CARD_TRAVEL_KM, CARD_TRAVEL_KMH -> TRAVEL_IMPOSSIBLE;
      case DEVICE_CARDS_1D, DEVICE_CARDS_7D -> MANY_CARDS_ON_DEVICE;
      case TERMINAL_FRAUD_RATE_1D,
          TERMINAL_FRAUD_RATE_7D,
          TERMINAL_FRAUD_RATE_30D,
          TERMINAL_DAYS_SINCE_FIRST_FRAUD,
          TERMINAL_DAYS_SINCE_LAST_FRAUD,
          TERMINAL_FRAUD_RUN,
          TERMINAL_FRAUD_RUN_DAYS,
          TERMINAL_ORDINARY_FRAUD_RATE_7D,
          TERMINAL_ORDINARY_FRAUD_RATE_30D,
          TERMINAL_DAYS_SINCE_FIRST_ORDINARY_FRAUD ->
          TERMINAL_FRAUD_HISTORY;
      case TERMINAL_COUNT_1D,
          TERMINAL_COUNT_7D,
          TERMINAL_COUNT_30D,
          TERMINAL_CARDS_1H,
          TERMINAL_CARDS_1D,
          TERMINAL_RECENT_COUNT_1H,
          TERMINAL_RECENT_COUNT_1D,
          TERMINAL_MEAN_DEVIATION_7D ->
          TERMINAL_ACTIVITY_UNUSUAL;
    };
  }
}
