package dev.millrace.fraud.domain;

import dev.millrace.payments.Transaction;
import java.time.Duration;

/**
 * Since when, until when and how steadily a terminal's payments have been fraud, and how much it is
 * used just now. From the terminal's {@link History} and {@link TerminalAmounts}, in one pass over
 * 30 days that end a label delay ago and one over the newest day.
 *
 * <p>A fraud is ordinary if its amount does not explain it: a large payment with a stolen card says
 * little of the terminal where it is made, an ordinary one much. Frauds and amounts meet by the
 * payment's time, so where payments share a moment, or moments were merged, one unusual amount
 * explains all frauds of that moment or none. A fraud that is older than all unusual amounts which
 * the terminal can remember is not called ordinary.
 */
public final class TerminalFrauds {

  private TerminalFrauds() {}

  /**
   * Sets the figures at a payment.
   *
   * @param terminal the terminal's history without the payment
   * @param amounts its amounts without the payment
   * @param labelDelay time from a payment to its label
   */
  public static void into(
      Features features,
      History terminal,
      TerminalAmounts amounts,
      Transaction payment,
      Duration labelDelay) {
    long time = payment.getEventTime().toEpochMilli();
    known(features, terminal, amounts, time, labelDelay);
    recent(features, terminal, time);
    features.set(Feature.TERMINAL_MEAN_DEVIATION_7D, amounts.meanRatio(time));
  }

  private static void known(
      Features features,
      History terminal,
      TerminalAmounts amounts,
      long time,
      Duration labelDelay) {
    long end = time - labelDelay.toMillis();
    long retention = TerminalRisk.retention(labelDelay);
    Ordinary week = new Ordinary();
    Ordinary month = new Ordinary();
    double first = Features.UNKNOWN;
    double last = Features.UNKNOWN;
    double firstOrdinary = Features.UNKNOWN;
    double runDays = Features.UNKNOWN;
    long run = 0;
    boolean running = true;
    for (int i = terminal.firstAfter(end) - 1; i >= 0; i--) {
      long moment = terminal.times()[i];
      if (end - moment >= Windows.THIRTY_DAYS_MS) {
        break;
      }
      int count = terminal.counts()[i];
      long frauds = terminal.sums()[i];
      long ordinary = 0;
      if (frauds > 0) {
        first = days(time - moment);
        last = last == Features.UNKNOWN ? first : last;
        if (!amounts.mayBeUnusualIn(terminal.before(i, retention), moment)) {
          ordinary = frauds;
          firstOrdinary = first;
        }
      }
      running &= frauds > 0 && frauds >= count;
      if (running) {
        run += frauds;
        runDays = days(time - moment);
      }
      month.add(count, ordinary);
      if (end - moment < Windows.SEVEN_DAYS_MS) {
        week.add(count, ordinary);
      }
    }
    features.set(Feature.TERMINAL_DAYS_SINCE_FIRST_FRAUD, first);
    features.set(Feature.TERMINAL_DAYS_SINCE_LAST_FRAUD, last);
    features.set(Feature.TERMINAL_FRAUD_RUN, run);
    features.set(Feature.TERMINAL_FRAUD_RUN_DAYS, runDays);
    features.set(Feature.TERMINAL_ORDINARY_FRAUD_RATE_7D, week.share());
    features.set(Feature.TERMINAL_ORDINARY_FRAUD_RATE_30D, month.share());
    features.set(Feature.TERMINAL_DAYS_SINCE_FIRST_ORDINARY_FRAUD, firstOrdinary);
  }

  private static void recent(Features features, History terminal, long time) {
    features.set(
        Feature.TERMINAL_RECENT_COUNT_1H,
        1 + terminal.total(time - Windows.ONE_HOUR_MS, time).count());
    features.set(
        Feature.TERMINAL_RECENT_COUNT_1D,
        1 + terminal.total(time - Windows.ONE_DAY_MS, time).count());
  }

  private static double days(long millis) {
    return millis / (double) Windows.ONE_DAY_MS;
  }

  /** Payments, and the ordinary frauds among them. */
  private static final class Ordinary {
    private long payments;
    private long frauds;

    void add(long morePayments, long moreFrauds) {
      payments += morePayments;
      frauds += moreFrauds;
    }

    /** At most 1, also while frauds are known of payments that have not come. */
    double share() {
      return payments == 0 ? 0 : Math.min(1, (double) frauds / payments);
    }
  }
}
