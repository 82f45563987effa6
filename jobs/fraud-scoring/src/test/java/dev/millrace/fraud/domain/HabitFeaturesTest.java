package dev.millrace.fraud.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.fraud.Payments;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The figures of habits and of a terminal's frauds against a recomputation from the whole list of
 * what came, out of order and with labels that are early and late.
 */
class HabitFeaturesTest {
  private static final Duration DELAY = Duration.ofDays(7);
  private static final double DAY = Windows.ONE_DAY_MS;
  private static final int PAYMENTS = 1_500;
  private static final int DAYS = 60;

  /** What came, in the order in which it came. */
  private record Arrival(Instant at, Transaction payment, FraudLabel label) {}

  /** What became of a moment at a terminal. */
  private record Moment(int payments, int frauds) {}

  private final List<Transaction> payments = new ArrayList<>();
  private final List<FraudLabel> frauds = new ArrayList<>();
  private final Map<Long, Double> ratios = new HashMap<>();
  private final Map<String, History> cards = new HashMap<>();
  private final Map<String, History> terminals = new HashMap<>();
  private final Map<String, TerminalAmounts> amounts = new HashMap<>();

  @ParameterizedTest
  @ValueSource(longs = {5, 2026})
  void equalTheirDefinition(long seed) {
    for (Arrival arrival : arrivals(new Random(seed))) {
      if (arrival.label() == null) {
        pay(arrival.payment());
      } else if (TerminalRisk.matters(arrival.label())) {
        frauds.add(arrival.label());
        String terminal = arrival.label().getTerminalId();
        terminals.put(
            terminal,
            TerminalRisk.remember(
                terminals.getOrDefault(terminal, History.EMPTY), arrival.label(), DELAY));
      }
    }
    assertThat(payments).hasSize(PAYMENTS);
    assertThat(frauds).hasSizeGreaterThan(PAYMENTS / 10);
  }

  private void pay(Transaction payment) {
    History card = cards.getOrDefault(payment.getCardId(), History.EMPTY);
    History terminal = terminals.getOrDefault(payment.getTerminalId(), History.EMPTY);
    TerminalAmounts paid = amounts.getOrDefault(payment.getTerminalId(), TerminalAmounts.EMPTY);
    Features features = Features.none();
    CardHabits.into(features, card, payment);
    TerminalFrauds.into(features, terminal, paid, payment, DELAY);

    Map<Feature, Double> expected = new EnumMap<>(Feature.class);
    recomputeCard(expected, payment);
    recomputeTerminal(expected, payment);
    expected.forEach(
        (feature, figure) ->
            assertThat(features.of(feature))
                .as(feature.key())
                .isEqualTo(figure, within(1e-6 * Math.max(1, figure))));

    long time = payment.getEventTime().toEpochMilli();
    double ratio = features.of(Feature.CARD_AMOUNT_TO_USUAL);
    cards.put(payment.getCardId(), CardActivity.remember(card, payment));
    terminals.put(payment.getTerminalId(), TerminalRisk.remember(terminal, payment, DELAY));
    amounts.put(payment.getTerminalId(), paid.with(time, ratio));
    payments.add(payment);
    ratios.put(time, ratio);
  }

  private void recomputeCard(Map<Feature, Double> figures, Transaction payment) {
    long time = payment.getEventTime().toEpochMilli();
    double amount = payment.getAmountMinor();
    List<Transaction> ofCard =
        payments.stream().filter(one -> one.getCardId().equals(payment.getCardId())).toList();
    long newest = ofCard.stream().mapToLong(HabitFeaturesTest::time).max().orElse(0);
    List<Transaction> month =
        ofCard.stream()
            .filter(one -> time(one) > newest - Windows.THIRTY_DAYS_MS)
            .filter(one -> time(one) <= time && time - time(one) < Windows.THIRTY_DAYS_MS)
            .sorted(Comparator.comparing(HabitFeaturesTest::time))
            .toList();
    figures.put(Feature.CARD_COUNT_1MIN, 1.0 + since(month, time, Duration.ofMinutes(1)).size());
    figures.put(Feature.CARD_COUNT_10MIN, 1.0 + since(month, time, Duration.ofMinutes(10)).size());
    List<Transaction> hour = since(month, time, Duration.ofHours(1));
    figures.put(Feature.CARD_COUNT_1H, 1.0 + hour.size());
    figures.put(
        Feature.CARD_SMALL_BEFORE_1H,
        (double) hour.stream().filter(one -> one.getAmountMinor() * 10 <= amount).count());
    figures.put(
        Feature.CARD_SECONDS_SINCE_LAST,
        month.isEmpty() ? -1 : (time - time(month.get(month.size() - 1))) / 1000.0);
    List<Transaction> week = since(month, time, Duration.ofDays(7));
    figures.put(Feature.CARD_AMOUNT_TO_MEAN_7D, week.isEmpty() ? -1 : amount / mean(week));
    figures.put(Feature.CARD_AMOUNT_TO_MEAN_30D, month.isEmpty() ? -1 : amount / mean(month));
    figures.put(Feature.CARD_AMOUNT_TO_MAX_7D, week.isEmpty() ? -1 : amount / max(week));
    figures.put(Feature.CARD_AMOUNT_TO_MAX_30D, month.isEmpty() ? -1 : amount / max(month));
    figures.put(Feature.CARD_AMOUNT_DEVIATIONS_7D, deviations(amount, week));
    figures.put(Feature.CARD_AMOUNT_DEVIATIONS_30D, deviations(amount, month));

    List<Transaction> ordinary =
        month.stream().filter(one -> one.getAmountMinor() <= 2 * mean(month)).toList();
    figures.put(Feature.CARD_AMOUNT_TO_USUAL, month.isEmpty() ? -1 : amount / mean(ordinary));
    List<Transaction> fortnight = since(month, time, Duration.ofDays(14));
    List<Transaction> unusual =
        fortnight.stream().filter(one -> one.getAmountMinor() > 3 * mean(ordinary)).toList();
    figures.put(Feature.CARD_UNUSUAL_COUNT_14D, (double) unusual.size());
    figures.put(
        Feature.CARD_UNUSUAL_SHARE_14D,
        fortnight.isEmpty() ? -1 : (double) unusual.size() / fortnight.size());
    figures.put(
        Feature.CARD_DAYS_SINCE_UNUSUAL,
        unusual.isEmpty() ? -1 : (time - time(unusual.get(unusual.size() - 1))) / DAY);
  }

  private void recomputeTerminal(Map<Feature, Double> figures, Transaction payment) {
    long time = payment.getEventTime().toEpochMilli();
    long end = time - DELAY.toMillis();
    List<Transaction> here =
        payments.stream()
            .filter(one -> one.getTerminalId().equals(payment.getTerminalId()))
            .toList();
    List<FraudLabel> fraudsHere =
        frauds.stream().filter(one -> one.getTerminalId().equals(payment.getTerminalId())).toList();
    TreeMap<Long, Moment> moments = new TreeMap<>(Comparator.reverseOrder());
    here.forEach(one -> moments.put(time(one), new Moment(1, 0)));
    fraudsHere.forEach(
        one ->
            moments.merge(
                one.getTransactionTime().toEpochMilli(),
                new Moment(0, 1),
                (before, fraud) -> new Moment(before.payments(), 1)));
    long newest = moments.isEmpty() ? 0 : moments.firstKey();
    moments.keySet().removeIf(at -> at <= newest - DELAY.toMillis() - Windows.THIRTY_DAYS_MS);

    figures.put(Feature.TERMINAL_RECENT_COUNT_1H, 1 + count(moments, time, Windows.ONE_HOUR_MS));
    figures.put(Feature.TERMINAL_RECENT_COUNT_1D, 1 + count(moments, time, Windows.ONE_DAY_MS));

    moments.keySet().removeIf(at -> at > end || end - at >= Windows.THIRTY_DAYS_MS);
    List<Long> fraudulent =
        moments.keySet().stream().filter(at -> moments.get(at).frauds() > 0).toList();
    List<Long> ordinary =
        fraudulent.stream().filter(at -> ratios.getOrDefault(at, -1.0) <= 2).toList();
    figures.put(Feature.TERMINAL_DAYS_SINCE_LAST_FRAUD, days(fraudulent, 0, time));
    figures.put(
        Feature.TERMINAL_DAYS_SINCE_FIRST_FRAUD, days(fraudulent, fraudulent.size() - 1, time));
    figures.put(
        Feature.TERMINAL_DAYS_SINCE_FIRST_ORDINARY_FRAUD,
        days(ordinary, ordinary.size() - 1, time));
    List<Long> run =
        moments.keySet().stream().takeWhile(at -> moments.get(at).frauds() > 0).toList();
    figures.put(Feature.TERMINAL_FRAUD_RUN, (double) run.size());
    figures.put(Feature.TERMINAL_FRAUD_RUN_DAYS, days(run, run.size() - 1, time));
    figures.put(
        Feature.TERMINAL_ORDINARY_FRAUD_RATE_7D,
        share(
            ordinary.stream().filter(at -> end - at < Windows.SEVEN_DAYS_MS).count(),
            count(moments, end, Windows.SEVEN_DAYS_MS)));
    figures.put(
        Feature.TERMINAL_ORDINARY_FRAUD_RATE_30D,
        share(ordinary.size(), count(moments, end, Windows.THIRTY_DAYS_MS)));

    long today = Math.floorDiv(time, Windows.ONE_DAY_MS);
    double[] thisWeek =
        here.stream()
            .filter(one -> Math.floorDiv(time(one), Windows.ONE_DAY_MS) <= today)
            .filter(one -> Math.floorDiv(time(one), Windows.ONE_DAY_MS) > today - 7)
            .mapToDouble(one -> ratios.get(time(one)))
            .filter(ratio -> ratio != -1)
            .map(ratio -> Math.min(10, ratio))
            .toArray();
    double sum = 0;
    for (double ratio : thisWeek) {
      sum += ratio;
    }
    figures.put(
        Feature.TERMINAL_MEAN_DEVIATION_7D, thisWeek.length == 0 ? -1 : sum / thisWeek.length);
  }

  private static double count(Map<Long, Moment> moments, long end, long window) {
    return moments.entrySet().stream()
        .filter(moment -> moment.getKey() <= end && end - moment.getKey() < window)
        .mapToInt(moment -> moment.getValue().payments())
        .sum();
  }

  private static double share(long part, double all) {
    return all == 0 ? 0 : Math.min(1, part / all);
  }

  private static double days(List<Long> times, int at, long time) {
    return times.isEmpty() ? -1 : (time - times.get(at)) / DAY;
  }

  private static List<Transaction> since(List<Transaction> payments, long time, Duration window) {
    return payments.stream().filter(one -> time - time(one) < window.toMillis()).toList();
  }

  private static double mean(List<Transaction> payments) {
    return payments.stream().mapToLong(Transaction::getAmountMinor).average().orElse(0);
  }

  private static double max(List<Transaction> payments) {
    return payments.stream().mapToLong(Transaction::getAmountMinor).max().orElseThrow();
  }

  private static double deviations(double amount, List<Transaction> payments) {
    if (payments.size() < 2) {
      return -1;
    }
    double mean = mean(payments);
    double squares =
        payments.stream().mapToDouble(one -> Math.pow(one.getAmountMinor() - mean, 2)).sum();
    return Math.max(0, (amount - mean) / Math.sqrt(Math.max(1, squares / (payments.size() - 1))));
  }

  private static long time(Transaction payment) {
    return payment.getEventTime().toEpochMilli();
  }

  /** Payments up to a few hours out of order, labels about the delay after them, some early. */
  private static List<Arrival> arrivals(Random random) {
    List<Arrival> arrivals = new ArrayList<>();
    Set<Long> taken = new HashSet<>();
    while (taken.size() < PAYMENTS) {
      long after = random.nextInt(DAYS * 24 * 60 * 60) * 1000L;
      if (!taken.add(after)) {
        continue;
      }
      Instant time = Payments.NOON.plusMillis(after);
      int terminal = random.nextInt(10);
      Transaction payment =
          Payments.payment("p" + taken.size())
              .setCardId("card-" + random.nextInt(5))
              .setTerminalId("terminal-" + terminal)
              .setAmountMinor(1 + (long) Math.exp(10 * random.nextDouble()))
              .setEventTime(time)
              .build();
      arrivals.add(new Arrival(time.plus(Duration.ofMinutes(random.nextInt(240))), payment, null));
      Duration known = Duration.ofHours(random.nextInt(10 * 24));
      FraudLabel label =
          random.nextInt(10) < (terminal < 2 ? 8 : 1)
              ? Payments.fraud(payment, known)
              : Payments.legitimate(payment, known);
      arrivals.add(new Arrival(label.getEventTime(), null, label));
    }
    arrivals.sort(Comparator.comparing(Arrival::at));
    return arrivals;
  }
}
