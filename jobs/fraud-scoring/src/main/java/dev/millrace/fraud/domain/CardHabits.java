package dev.millrace.fraud.domain;

import dev.millrace.payments.Transaction;

/**
 * A payment against the card's own habits: how fast payments follow each other and how its amount
 * compares with those before it. All figures come from the card's {@link History}, in two passes
 * over its 30 days and one over 14 of them; no state of their own.
 *
 * <p>Unlike {@link CardActivity}, means, spreads and maxima leave the payment itself out, so that
 * one large amount does not hide itself in the mean that it is held against. Where a history holds
 * several payments in one moment (the same millisecond, or merged after {@link
 * History#MAX_MOMENTS}), each counts with their mean amount.
 */
public final class CardHabits {

  /** An amount of more than so many times the card's usual one is unusual. */
  static final double UNUSUAL_RATIO = 3;

  /** Amounts of up to so many times the mean make up the usual amount. */
  private static final double ORDINARY_RATIO = 2;

  /** A payment of at most this share of another is small beside it. */
  private static final double SMALL_SHARE = 0.1;

  private CardHabits() {}

  /**
   * Sets the figures of a payment against its card's habits.
   *
   * @param before the card's history without the payment
   */
  public static void into(Features features, History before, Transaction payment) {
    long time = payment.getEventTime().toEpochMilli();
    double amount = payment.getAmountMinor();
    int end = before.firstAfter(time);
    Amounts week = new Amounts();
    Amounts month = new Amounts();
    long minute = 1;
    long tenMinutes = 1;
    long hour = 1;
    long small = 0;
    for (int i = end - 1; i >= 0; i--) {
      long age = time - before.times()[i];
      int count = before.counts()[i];
      if (age >= Windows.THIRTY_DAYS_MS) {
        break;
      }
      double mean = before.sums()[i] / (double) count;
      month.add(mean, count);
      if (age < Windows.SEVEN_DAYS_MS) {
        week.add(mean, count);
      }
      if (age < Windows.ONE_HOUR_MS) {
        hour += count;
        small += mean <= amount * SMALL_SHARE ? count : 0;
        tenMinutes += age < Windows.TEN_MINUTES_MS ? count : 0;
        minute += age < Windows.ONE_MINUTE_MS ? count : 0;
      }
    }
    features.set(Feature.CARD_COUNT_1MIN, minute);
    features.set(Feature.CARD_COUNT_10MIN, tenMinutes);
    features.set(Feature.CARD_COUNT_1H, hour);
    features.set(Feature.CARD_SMALL_BEFORE_1H, small);
    features.set(
        Feature.CARD_SECONDS_SINCE_LAST,
        month.count == 0 ? Features.UNKNOWN : (time - before.times()[end - 1]) / 1e3);
    features.set(Feature.CARD_AMOUNT_TO_MEAN_7D, week.toMean(amount));
    features.set(Feature.CARD_AMOUNT_TO_MEAN_30D, month.toMean(amount));
    features.set(Feature.CARD_AMOUNT_DEVIATIONS_7D, week.deviations(amount));
    features.set(Feature.CARD_AMOUNT_DEVIATIONS_30D, month.deviations(amount));
    features.set(Feature.CARD_AMOUNT_TO_MAX_7D, week.toMax(amount));
    features.set(Feature.CARD_AMOUNT_TO_MAX_30D, month.toMax(amount));
    unusual(features, before, end, time, amount, month);
  }

  private static void unusual(
      Features features, History before, int end, long time, double amount, Amounts month) {
    double limit = month.mean() * ORDINARY_RATIO;
    Amounts ordinary = new Amounts();
    for (int i = end - 1; i >= 0 && time - before.times()[i] < Windows.THIRTY_DAYS_MS; i--) {
      double mean = before.sums()[i] / (double) before.counts()[i];
      if (mean <= limit) {
        ordinary.add(mean, before.counts()[i]);
      }
    }
    double threshold = ordinary.mean() * UNUSUAL_RATIO;
    long all = 0;
    long unusual = 0;
    double since = Features.UNKNOWN;
    for (int i = end - 1; i >= 0 && time - before.times()[i] < Windows.FOURTEEN_DAYS_MS; i--) {
      all += before.counts()[i];
      if (before.sums()[i] / (double) before.counts()[i] > threshold) {
        unusual += before.counts()[i];
        if (since < 0) {
          since = (time - before.times()[i]) / (double) Windows.ONE_DAY_MS;
        }
      }
    }
    features.set(Feature.CARD_AMOUNT_TO_USUAL, ordinary.toMean(amount));
    features.set(
        Feature.CARD_UNUSUAL_SHARE_14D, all == 0 ? Features.UNKNOWN : unusual / (double) all);
    features.set(Feature.CARD_UNUSUAL_COUNT_14D, unusual);
    features.set(Feature.CARD_DAYS_SINCE_UNUSUAL, since);
  }

  /** Mean, spread and maximum of amounts, minor units. */
  private static final class Amounts {
    private long count;
    private double sum;
    private double squares;
    private double max;

    void add(double amount, int times) {
      count += times;
      sum += amount * times;
      squares += amount * amount * times;
      max = Math.max(max, amount);
    }

    double mean() {
      return count == 0 ? 0 : sum / count;
    }

    double toMean(double amount) {
      return sum <= 0 ? Features.UNKNOWN : amount / mean();
    }

    double toMax(double amount) {
      return max <= 0 ? Features.UNKNOWN : amount / max;
    }

    double deviations(double amount) {
      if (count < 2) {
        return Features.UNKNOWN;
      }
      double variance = (squares - sum * sum / count) / (count - 1);
      double spread = Math.sqrt(Math.max(variance, 1));
      return Math.max(0, (amount - mean()) / spread);
    }
  }
}
