package dev.millrace.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A small world in which every invariant holds, for the self-test where no stack is up: a few cards
 * that pay every hour at terminals of their own, and once more when a payment of each has long been
 * labelled a fraud; one duplicate, one copy, one dead letter.
 */
final class SampleWorld {
  private static final int CARDS = 5;
  private static final int PAYMENTS_EACH = 40;
  // Hours after the first payment; labels tell of those that are older than a week.
  private static final int LATE = 8 * 24;
  private static final int FRAUD = 10;
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = 24 * HOUR;
  private static final long FIRST = Duration.ofDays(20_000).toMillis(); // 2024-10-04, a Friday
  private static final long AMOUNT = 10_00;

  private SampleWorld() {}

  static Evidence evidence() {
    List<Payment> payments = new ArrayList<>();
    List<Label> labels = new ArrayList<>();
    List<Decision> decisions = new ArrayList<>();
    Map<String, Decision> rows = new HashMap<>();
    for (int card = 0; card < CARDS; card++) {
      for (int i = 0; i < PAYMENTS_EACH; i++) {
        Payment payment = payment(card, i, i);
        payments.add(payment);
        Decision decision = decision(payment, i);
        decisions.add(decision);
        rows.put(decision.id(), decision);
      }
      Payment late = payment(card, LATE, PAYMENTS_EACH + 1);
      payments.add(late);
      Decision decision = lateDecision(late);
      decisions.add(decision);
      rows.put(decision.id(), decision);
      labels.add(fraud(payment(card, FRAUD, FRAUD)));
    }
    // Sent twice by its producer, and decided once.
    payments.add(payment(0, PAYMENTS_EACH - 1, PAYMENTS_EACH));
    // Decided again after a failure: the same answer.
    Decision last = decisions.get(decisions.size() - 1);
    decisions.add(at(last, new Place(Topics.DECISIONS, CARDS - 1, PAYMENTS_EACH + 2)));
    Place broken = new Place(Topics.PAYMENTS, CARDS, 0);
    DeadLetter letter =
        new DeadLetter(
            new Place(Topics.DEAD_LETTERS, 0, 0),
            "fraud-scoring/" + broken,
            Evidence.SCORING,
            "DECODE",
            "bad-magic-byte",
            "not the wire format",
            broken,
            1,
            true,
            false);
    return new Evidence(
        payments,
        Map.of(),
        labels,
        decisions,
        List.of(letter),
        Map.of(broken, 1L),
        rows,
        Map.of(letter.id(), letter),
        List.of(),
        Cut.NOTHING,
        Watched.QUIET,
        new Evidence.Health(List.of(), 6),
        new Copies(
            List.of(
                new Copies.Copy(new Place(Topics.RULES, 0, 0), "fraud.rules small/1", 1, 11),
                new Copies.Copy(new Place(Topics.LABELS, 0, 0), "fraud.labels tx-0-0", 5, 12),
                new Copies.Copy(new Place(Topics.LABELS, 0, 1), "fraud.labels tx-0-0", 6, 13)),
            Map.of(
                "fraud.rules small/1",
                new Copies.Row(1, 11),
                "fraud.labels tx-0-0",
                new Copies.Row(6, 13))),
        SampleShop.shop());
  }

  private static Payment payment(int card, int number, long offset) {
    long time = FIRST + number * HOUR;
    return new Payment(
        new Place(Topics.PAYMENTS, card, offset),
        time,
        "tx-%d-%d".formatted(card, number),
        "card-" + card,
        "terminal-" + card,
        AMOUNT,
        "EUR",
        time,
        "null null",
        Payment.Circumstances.UNKNOWN);
  }

  /** Ten hours after the payment, while others are decided. */
  private static Label fraud(Payment payment) {
    return new Label(
        new Place(Topics.LABELS, payment.place().partition(), 2),
        payment.sentAt() + 10 * HOUR,
        payment.id(),
        payment.terminal(),
        payment.eventTime(),
        true);
  }

  private static Decision decision(Payment payment, int before) {
    return decision(
        payment, Map.of("1d", Math.min(24, before + 1), "7d", before + 1, "30d", before + 1), 0, 0);
  }

  /** A week after the payments of the first day and of the hour after it; one is a fraud. */
  private static Decision lateDecision(Payment payment) {
    int ofTheWeek = PAYMENTS_EACH - 25;
    return decision(payment, Map.of("1d", 1, "7d", ofTheWeek + 1, "30d", PAYMENTS_EACH + 1), 25, 1);
  }

  private static Decision decision(
      Payment payment, Map<String, Integer> cardCounts, int atTerminal, int frauds) {
    Map<String, Double> features = new TreeMap<>();
    long day = payment.eventTime() / DAY;
    boolean weekend = Math.floorMod(day - Duration.ofDays(20_001).toDays(), 7) < 2;
    features.put("amountMinor", (double) AMOUNT);
    features.put("weekend", weekend ? 1.0 : 0.0);
    features.put("night", payment.eventTime() % DAY < 7 * HOUR ? 1.0 : 0.0);
    features.put("cardCount1h", 1.0); // the one before is an hour old to the millisecond
    cardCounts.forEach(
        (window, count) -> {
          features.put("cardCount" + window, (double) count);
          features.put("cardMeanMinor" + window, (double) AMOUNT);
          // The first of them is a day older than the label delay, to the millisecond.
          int known = Math.max(0, window.equals("1d") ? atTerminal - 1 : atTerminal);
          features.put("terminalCount" + window, (double) known);
          features.put("terminalFraudRate" + window, known == 0 ? 0.0 : (double) frauds / known);
        });
    return new Decision(
        new Place(Topics.DECISIONS, payment.place().partition(), payment.place().offset()),
        payment.sentAt() + 10,
        payment.id(),
        payment.card(),
        payment.terminal(),
        AMOUNT,
        "EUR",
        payment.eventTime(),
        "null null",
        payment.place(),
        features,
        "APPROVE",
        0.0,
        List.of(),
        "transparent-1",
        Verdict.NONE);
  }

  /** A copy of a decision at another place of its topic. */
  static Decision at(Decision decision, Place place) {
    return new Decision(
        place,
        decision.madeAt() + 1_000,
        decision.id(),
        decision.card(),
        decision.terminal(),
        decision.amountMinor(),
        decision.currency(),
        decision.eventTime(),
        decision.merchant(),
        decision.source(),
        decision.features(),
        decision.outcome(),
        decision.score(),
        decision.reasons(),
        decision.scorer(),
        decision.verdict());
  }
}
