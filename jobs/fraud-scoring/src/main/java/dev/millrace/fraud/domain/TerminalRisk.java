package dev.millrace.fraud.domain;

import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.Transaction;
import java.time.Duration;

/**
 * What became of the payments at a terminal, in windows of 1, 7 and 30 days that end as long before
 * a payment as labels take to become known: (t-delay-w, t-delay]. The delay keeps the share of
 * fraud honest: nearer to now frauds are there that nobody knows of yet.
 *
 * @param count1d payments in the window of 1 day
 * @param count7d payments in the window of 7 days
 * @param count30d payments in the window of 30 days
 * @param fraudRate1d share of them that is confirmed fraud, 0 to 1; 0 if there was none
 * @param fraudRate7d same for 7 days
 * @param fraudRate30d same for 30 days
 */
public record TerminalRisk(
    long count1d,
    long count7d,
    long count30d,
    double fraudRate1d,
    double fraudRate7d,
    double fraudRate30d) {

  /**
   * A terminal's history with a payment added: one event that is no fraud until a label says so.
   *
   * @param labelDelay time from a payment to its label
   */
  public static History remember(History terminal, Transaction payment, Duration labelDelay) {
    return terminal.with(payment.getEventTime().toEpochMilli(), 1, 0, retention(labelDelay));
  }

  /** Whether a label changes a history: legitimate is what every payment is taken for anyway. */
  public static boolean matters(FraudLabel label) {
    return label.getFraud();
  }

  /** A terminal's history after a label that matters, even of a payment that has not come yet. */
  public static History remember(History terminal, FraudLabel fraud, Duration labelDelay) {
    return terminal.with(fraud.getTransactionTime().toEpochMilli(), 0, 1, retention(labelDelay));
  }

  /** The risk at a payment. */
  public static TerminalRisk at(History terminal, Transaction payment, Duration labelDelay) {
    long end = payment.getEventTime().toEpochMilli() - labelDelay.toMillis();
    History.Total day = terminal.total(end - Windows.ONE_DAY_MS, end);
    History.Total week = terminal.total(end - Windows.SEVEN_DAYS_MS, end);
    History.Total month = terminal.total(end - Windows.THIRTY_DAYS_MS, end);
    return new TerminalRisk(
        day.count(), week.count(), month.count(), share(day), share(week), share(month));
  }

  /** Sets the figures of the terminal. */
  public void into(Features features) {
    features.set(Feature.TERMINAL_COUNT_1D, count1d);
    features.set(Feature.TERMINAL_COUNT_7D, count7d);
    features.set(Feature.TERMINAL_COUNT_30D, count30d);
    features.set(Feature.TERMINAL_FRAUD_RATE_1D, fraudRate1d);
    features.set(Feature.TERMINAL_FRAUD_RATE_7D, fraudRate7d);
    features.set(Feature.TERMINAL_FRAUD_RATE_30D, fraudRate30d);
  }

  /** At most 1, also while frauds are known of payments that have not come. */
  private static double share(History.Total total) {
    return Math.min(1, total.mean());
  }

  static long retention(Duration labelDelay) {
    return labelDelay.toMillis() + Windows.THIRTY_DAYS_MS;
  }
}
