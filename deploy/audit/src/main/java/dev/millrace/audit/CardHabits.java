package dev.millrace.audit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures that hold a payment against what its card did before, computed from the card's
 * moments as README.md of fraud-scoring describes them. The payment itself counts in the numbers of
 * payments, and in nothing else. Payments of one moment count with their mean amount.
 */
final class CardHabits {
  private static final double UNKNOWN = -1;
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final double SMALL = 0.1;
  private static final double ORDINARY = 2;
  private static final double UNUSUAL = 3;

  private final double amount;
  private final List<Earlier> month;

  /** Payments of one moment: how many milliseconds ago, how many, their mean amount. */
  record Earlier(long age, long count, double mean) {}

  private CardHabits(double amount, List<Earlier> month) {
    this.amount = amount;
    this.month = month;
  }

  /**
   * The figures by name.
   *
   * @param before what the card did before
   */
  static Map<String, Double> of(Moments before, Payment payment) {
    return new CardHabits(
            payment.amountMinor(),
            before.newestFirst(payment.eventTime() - 30 * DAY, payment.eventTime()))
        .figures();
  }

  private Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("cardCount1min", 1 + count(within(MINUTE)));
    figures.put("cardCount10min", 1 + count(within(10 * MINUTE)));
    figures.put("cardCount1h", 1 + count(within(HOUR)));
    figures.put(
        "cardSmallBefore1h",
        count(within(HOUR).stream().filter(each -> each.mean() <= amount * SMALL).toList()));
    figures.put(
        "cardSecondsSinceLast", month.isEmpty() ? UNKNOWN : month.get(0).age() / (double) SECOND);
    for (int days : new int[] {7, 30}) {
      List<Earlier> window = within(days * DAY);
      figures.put("cardAmountToMean%dd".formatted(days), ratio(mean(window)));
      figures.put("cardAmountDeviations%dd".formatted(days), deviations(window));
      figures.put(
          "cardAmountToMax%dd".formatted(days),
          ratio(window.stream().mapToDouble(Earlier::mean).max().orElse(0)));
    }
    double ordinary = ORDINARY * mean(month);
    double usual = mean(month.stream().filter(each -> each.mean() <= ordinary).toList());
    List<Earlier> fortnight = within(14 * DAY);
    List<Earlier> unusual =
        fortnight.stream().filter(each -> each.mean() > UNUSUAL * usual).toList();
    figures.put("cardAmountToUsual", ratio(usual));
    figures.put("cardUnusualCount14d", count(unusual));
    figures.put(
        "cardUnusualShare14d", fortnight.isEmpty() ? UNKNOWN : count(unusual) / count(fortnight));
    figures.put(
        "cardDaysSinceUnusual", unusual.isEmpty() ? UNKNOWN : unusual.get(0).age() / (double) DAY);
    return figures;
  }

  private List<Earlier> within(long window) {
    return month.stream().filter(each -> each.age() < window).toList();
  }

  private double ratio(double reference) {
    return reference <= 0 ? UNKNOWN : amount / reference;
  }

  /**
   * How many standard deviations above the mean, 0 if below; they are 1 minor unit at the least.
   */
  private double deviations(List<Earlier> window) {
    double count = count(window);
    if (count < 2) {
      return UNKNOWN;
    }
    double mean = mean(window);
    double squares =
        window.stream()
            .mapToDouble(each -> each.count() * (each.mean() - mean) * (each.mean() - mean))
            .sum();
    return Math.max(0, (amount - mean) / Math.sqrt(Math.max(1, squares / (count - 1))));
  }

  private static double count(List<Earlier> window) {
    return window.stream().mapToLong(Earlier::count).sum();
  }

  private static double mean(List<Earlier> window) {
    return window.isEmpty()
        ? 0
        : window.stream().mapToDouble(each -> each.count() * each.mean()).sum() / count(window);
  }
}
