package dev.millrace.fraud.domain;

import dev.millrace.payments.Transaction;

/**
 * How a card was used in the 1, 7 and 30 days up to and including a payment: (t-w, t].
 *
 * <p>A payment that arrives late is counted in the windows of the payments after it, but decisions
 * that were made before it came stay as they are. Counts reach 30 days before the newest payment of
 * the card; what is older is forgotten.
 *
 * @param count1d payments in 1 day
 * @param count7d payments in 7 days
 * @param count30d payments in 30 days
 * @param mean1d mean amount in 1 day, minor units
 * @param mean7d mean amount in 7 days, minor units
 * @param mean30d mean amount in 30 days, minor units
 */
public record CardActivity(
    long count1d, long count7d, long count30d, double mean1d, double mean7d, double mean30d) {

  /** A card's history with a payment added and what no later payment can need removed. */
  public static History remember(History card, Transaction payment) {
    return card.with(
        payment.getEventTime().toEpochMilli(), 1, payment.getAmountMinor(), Windows.THIRTY_DAYS_MS);
  }

  /**
   * The activity at a payment.
   *
   * @param before the card's history without the payment
   */
  public static CardActivity at(History before, Transaction payment) {
    long time = payment.getEventTime().toEpochMilli();
    long amount = payment.getAmountMinor();
    History.Total day = before.total(time - Windows.ONE_DAY_MS, time).withOne(amount);
    History.Total week = before.total(time - Windows.SEVEN_DAYS_MS, time).withOne(amount);
    History.Total month = before.total(time - Windows.THIRTY_DAYS_MS, time).withOne(amount);
    return new CardActivity(
        day.count(), week.count(), month.count(), day.mean(), week.mean(), month.mean());
  }

  /** Sets the figures of the card. */
  public void into(Features features) {
    features.set(Feature.CARD_COUNT_1D, count1d);
    features.set(Feature.CARD_COUNT_7D, count7d);
    features.set(Feature.CARD_COUNT_30D, count30d);
    features.set(Feature.CARD_MEAN_MINOR_1D, mean1d);
    features.set(Feature.CARD_MEAN_MINOR_7D, mean7d);
    features.set(Feature.CARD_MEAN_MINOR_30D, mean30d);
  }
}
