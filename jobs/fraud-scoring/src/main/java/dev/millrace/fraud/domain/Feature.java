package dev.millrace.fraud.domain;

/**
 * The figures a payment is scored by, from what is known when it is made. The first fifteen are
 * those of the Fraud Detection Handbook (Le Borgne et al., chapter 3). Windows are of event time,
 * (t-w, t] unless said otherwise. What rests on labels looks at payments that are older than the
 * label delay only, so that a label which comes early tells nothing early.
 *
 * <p>Decisions, rules and models name a figure by its {@linkplain #key() key}; its position may
 * change from one build to the next, its key and meaning never. -1 is {@link Features#UNKNOWN}.
 */
public enum Feature {
  AMOUNT_MINOR("amountMinor", "Amount in scoring.currency, minor units."),
  WEEKEND("weekend", "1 on a Saturday or Sunday, UTC, else 0."),
  NIGHT("night", "1 from 00:00 to 06:59, UTC, else 0."),
  CARD_COUNT_1D("cardCount1d", "Payments of the card in 1 day, this one included."),
  CARD_COUNT_7D("cardCount7d", "Payments of the card in 7 days, this one included."),
  CARD_COUNT_30D("cardCount30d", "Payments of the card in 30 days, this one included."),
  CARD_MEAN_MINOR_1D(
      "cardMeanMinor1d", "Mean amount of the card in 1 day, this payment included, minor units."),
  CARD_MEAN_MINOR_7D(
      "cardMeanMinor7d", "Mean amount of the card in 7 days, this payment included, minor units."),
  CARD_MEAN_MINOR_30D(
      "cardMeanMinor30d",
      "Mean amount of the card in 30 days, this payment included, minor units."),
  TERMINAL_COUNT_1D(
      "terminalCount1d", "Payments of the terminal in 1 day that ends a label delay ago."),
  TERMINAL_COUNT_7D(
      "terminalCount7d", "Payments of the terminal in 7 days that end a label delay ago."),
  TERMINAL_COUNT_30D(
      "terminalCount30d", "Payments of the terminal in 30 days that end a label delay ago."),
  TERMINAL_FRAUD_RATE_1D(
      "terminalFraudRate1d", "Share of terminalCount1d that is confirmed fraud, 0 to 1."),
  TERMINAL_FRAUD_RATE_7D(
      "terminalFraudRate7d", "Share of terminalCount7d that is confirmed fraud, 0 to 1."),
  TERMINAL_FRAUD_RATE_30D(
      "terminalFraudRate30d", "Share of terminalCount30d that is confirmed fraud, 0 to 1."),
  CARD_COUNT_1MIN("cardCount1min", "Payments of the card in 1 minute, this one included."),
  CARD_COUNT_10MIN("cardCount10min", "Payments of the card in 10 minutes, this one included."),
  CARD_COUNT_1H("cardCount1h", "Payments of the card in 1 hour, this one included."),
  CARD_SECONDS_SINCE_LAST(
      "cardSecondsSinceLast",
      "Seconds since the card's payment before; -1 without one in 30 days."),
  CARD_SMALL_BEFORE_1H(
      "cardSmallBefore1h",
      "Payments of the card in the hour before of at most a tenth of this amount: a card that is tested."),
  CARD_AMOUNT_TO_MEAN_7D(
      "cardAmountToMean7d", "Amount by the mean of the card's others in 7 days; -1 without any."),
  CARD_AMOUNT_TO_MEAN_30D(
      "cardAmountToMean30d", "Amount by the mean of the card's others in 30 days; -1 without any."),
  CARD_AMOUNT_DEVIATIONS_7D(
      "cardAmountDeviations7d",
      "Standard deviations of the card's others in 7 days that the amount is above their mean, 0 if it is not; of 1 minor unit at least; -1 with fewer than two."),
  CARD_AMOUNT_DEVIATIONS_30D(
      "cardAmountDeviations30d",
      "Standard deviations of the card's others in 30 days that the amount is above their mean, 0 if it is not; of 1 minor unit at least; -1 with fewer than two."),
  CARD_AMOUNT_TO_MAX_7D(
      "cardAmountToMax7d", "Amount by the largest of the card's others in 7 days; -1 without any."),
  CARD_AMOUNT_TO_MAX_30D(
      "cardAmountToMax30d",
      "Amount by the largest of the card's others in 30 days; -1 without any."),
  CARD_AMOUNT_TO_USUAL(
      "cardAmountToUsual",
      "Amount by the card's usual one: the mean of its others in 30 days that are at most twice their mean; -1 without any."),
  CARD_UNUSUAL_SHARE_14D(
      "cardUnusualShare14d",
      "Share of the card's others in 14 days above three times its usual amount, 0 to 1; -1 without any."),
  CARD_UNUSUAL_COUNT_14D(
      "cardUnusualCount14d",
      "Number of the card's others in 14 days above three times its usual amount."),
  CARD_DAYS_SINCE_UNUSUAL("cardDaysSinceUnusual", "Days since the newest of them; -1 without any."),
  CARD_FIRST_AT_TERMINAL(
      "cardFirstAtTerminal", "1 the first time that the card is used at this terminal, else 0."),
  CARD_FIRST_AT_MERCHANT(
      "cardFirstAtMerchant",
      "1 the first time that the card is used at this merchant, else 0; -1 if the payment names none."),
  CARD_FIRST_IN_COUNTRY(
      "cardFirstInCountry",
      "1 the first time that the card is used in this country, else 0; -1 if the payment names none."),
  CARD_FIRST_ON_DEVICE(
      "cardFirstOnDevice",
      "1 the first time that the card is used on this device, else 0; -1 if the payment names none."),
  CARD_TRAVEL_KM(
      "cardTravelKm",
      "Kilometres from where the card was used before; -1 if either place is not known."),
  CARD_TRAVEL_KMH(
      "cardTravelKmh",
      "Speed of that travel in km/h, over one minute at least; -1 if either place is not known."),
  DEVICE_CARDS_1D(
      "deviceCards1d",
      "Cards used on the device in 1 day, this one included, 64 at most; -1 if the payment names none."),
  DEVICE_CARDS_7D(
      "deviceCards7d",
      "Cards used on the device in 7 days, this one included, 64 at most; -1 if the payment names none."),
  TERMINAL_CARDS_1H(
      "terminalCards1h", "Cards used at the terminal in 1 hour, this one included, 64 at most."),
  TERMINAL_CARDS_1D(
      "terminalCards1d", "Cards used at the terminal in 1 day, this one included, 64 at most."),
  TERMINAL_RECENT_COUNT_1H(
      "terminalRecentCount1h", "Payments of the terminal in 1 hour, this one included."),
  TERMINAL_RECENT_COUNT_1D(
      "terminalRecentCount1d", "Payments of the terminal in 1 day, this one included."),
  TERMINAL_DAYS_SINCE_FIRST_FRAUD(
      "terminalDaysSinceFirstFraud",
      "Days since the first known fraud among terminalCount30d; -1 without any."),
  TERMINAL_DAYS_SINCE_LAST_FRAUD(
      "terminalDaysSinceLastFraud",
      "Days since the last known fraud among terminalCount30d; -1 without any."),
  TERMINAL_FRAUD_RUN(
      "terminalFraudRun",
      "Newest payments among terminalCount30d that are fraud without a legitimate one between them."),
  TERMINAL_FRAUD_RUN_DAYS("terminalFraudRunDays", "Days since the first of them; -1 without any."),
  TERMINAL_ORDINARY_FRAUD_RATE_7D(
      "terminalOrdinaryFraudRate7d",
      "Share of terminalCount7d that is confirmed fraud of an amount which does not explain it (at most twice the card's usual one), 0 to 1."),
  TERMINAL_ORDINARY_FRAUD_RATE_30D("terminalOrdinaryFraudRate30d", "The same of terminalCount30d."),
  TERMINAL_DAYS_SINCE_FIRST_ORDINARY_FRAUD(
      "terminalDaysSinceFirstOrdinaryFraud", "Days since the first such fraud; -1 without any."),
  TERMINAL_MEAN_DEVIATION_7D(
      "terminalMeanDeviation7d",
      "Mean of the amounts at the terminal, each by its card's usual one and 10 at most, this day and six before it, UTC; -1 without any.");

  private final String key;
  private final String meaning;

  Feature(String key, String meaning) {
    this.key = key;
    this.meaning = meaning;
  }

  /** The name under which decisions, rules and models know the figure. */
  public String key() {
    return key;
  }

  /** What it is, with unit, range and when it has no value; for people. */
  public String meaning() {
    return meaning;
  }
}
