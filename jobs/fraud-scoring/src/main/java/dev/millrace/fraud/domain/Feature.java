package dev.millrace.fraud.domain;

/**
 * The figures a payment is scored by, from what is known when it is made. The first fifteen are
 * those of the Fraud Detection Handbook (Le Borgne et al., chapter 3).
 *
 * <p>Decisions, rules and models name a figure by its {@linkplain #key() key}; its position may
 * change from one build to the next, its key and meaning never.
 */
public enum Feature {
  /** Amount in minor units. */
  AMOUNT_MINOR("amountMinor"),
  /** 1 on a Saturday or Sunday, UTC, else 0. */
  WEEKEND("weekend"),
  /** 1 from 00:00 to 06:59, UTC, else 0. */
  NIGHT("night"),
  /** Payments of the card in 1 day, this one included. */
  CARD_COUNT_1D("cardCount1d"),
  /** Payments of the card in 7 days, this one included. */
  CARD_COUNT_7D("cardCount7d"),
  /** Payments of the card in 30 days, this one included. */
  CARD_COUNT_30D("cardCount30d"),
  /** Mean amount of the card in 1 day, this payment included, minor units. */
  CARD_MEAN_MINOR_1D("cardMeanMinor1d"),
  /** Mean amount of the card in 7 days, this payment included, minor units. */
  CARD_MEAN_MINOR_7D("cardMeanMinor7d"),
  /** Mean amount of the card in 30 days, this payment included, minor units. */
  CARD_MEAN_MINOR_30D("cardMeanMinor30d"),
  /** Payments of the terminal in 1 day, as old as labels. */
  TERMINAL_COUNT_1D("terminalCount1d"),
  /** Payments of the terminal in 7 days, as old as labels. */
  TERMINAL_COUNT_7D("terminalCount7d"),
  /** Payments of the terminal in 30 days, as old as labels. */
  TERMINAL_COUNT_30D("terminalCount30d"),
  /** Share of them in 1 day that is confirmed fraud, 0 to 1. */
  TERMINAL_FRAUD_RATE_1D("terminalFraudRate1d"),
  /** Share of them in 7 days that is confirmed fraud, 0 to 1. */
  TERMINAL_FRAUD_RATE_7D("terminalFraudRate7d"),
  /** Share of them in 30 days that is confirmed fraud, 0 to 1. */
  TERMINAL_FRAUD_RATE_30D("terminalFraudRate30d");

  private final String key;

  Feature(String key) {
    this.key = key;
  }

  /** The name under which decisions, rules and models know the figure. */
  public String key() {
    return key;
  }
}
