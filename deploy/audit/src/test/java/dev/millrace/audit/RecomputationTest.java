package dev.millrace.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Two cards of different partitions at one terminal: what the order between them leaves open. */
class RecomputationTest {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long DELAY = 7 * DAY;
  // A Monday, at noon.
  private static final long THEN = Instant.parse("2026-01-05T12:00:00Z").toEpochMilli();
  private static final long NOW = THEN + DELAY + DAY / 2;

  private final List<Payment> payments = new ArrayList<>();
  private final List<Decision> decisions = new ArrayList<>();
  private final List<Label> labels = new ArrayList<>();

  @Test
  void aPaymentDecidedBeforeIsCounted() {
    pay("old", 1, THEN, 0);
    pay("new", 2, NOW, 0);
    decide("old", 100, 0, 0);
    decide("new", 200, 1, 0);
    assertThat(check().first()).isEmpty();
    decisions.remove(1);
    decide("new", 200, 0, 0);
    assertThat(check().first()).contains("new: terminalCount1d is 0.0, computed again 1.0");
  }

  @Test
  void aPaymentDecidedInTheSameMillisecondMayBeCountedOrNot() {
    for (int counted = 0; counted <= 1; counted++) {
      payments.clear();
      decisions.clear();
      pay("old", 1, THEN, 0);
      pay("new", 2, NOW, 0);
      decide("old", 200, 0, 0);
      decide("new", 200, counted, 0);
      assertThat(check().first()).isEmpty();
    }
  }

  @Test
  void aFraudCountsSurelyOnlyOnceItHasHadTimeToArrive() {
    for (double rate : new double[] {0, 1}) {
      payments.clear();
      decisions.clear();
      pay("old", 1, THEN, 0);
      pay("new", 2, NOW, 0);
      decide("old", 100, 0, 0);
      decide("new", 5_000, 1, rate);
      labels.clear();
      labels.add(new Label(place(Topics.LABELS, 0, 0), 1_000, "old", "terminal", THEN, true));
      assertThat(check().first()).isEmpty();
    }
    labels.set(0, new Label(place(Topics.LABELS, 0, 0), -60_000, "old", "terminal", THEN, true));
    decisions.remove(1);
    decide("new", 5_000, 1, 0);
    assertThat(check().first()).contains("new: terminalFraudRate1d is 0.0, computed again 1.0");
    decisions.remove(1);
    decide("new", 5_000, 1, 1);
    assertThat(check().first()).isEmpty();
  }

  @Test
  void aFraudThatNobodyHasSentYetIsNotKnown() {
    pay("old", 1, THEN, 0);
    pay("new", 2, NOW, 0);
    decide("old", 100, 0, 0);
    decide("new", 5_000, 1, 1);
    labels.add(new Label(place(Topics.LABELS, 0, 0), 6_000, "old", "terminal", THEN, true));
    assertThat(check().first()).contains("new: terminalFraudRate1d is 1.0, computed again 0.0");
  }

  @Test
  void cardFiguresAreExact() {
    pay("a", 1, THEN, 0);
    pay("b", 1, THEN + DAY, 1);
    decide("a", 100, 0, 0);
    decide("b", 100, 0, 0);
    assertThat(check().first())
        .containsExactly(
            "b: cardCount7d is 1.0, computed again 2.0",
            "b: cardCount30d is 1.0, computed again 2.0");
  }

  @Test
  void aKilledJobMayHaveCountedAPaymentWhoseDecisionItNeverSent() {
    for (int counted = 0; counted <= 1; counted++) {
      payments.clear();
      decisions.clear();
      pay("old", 1, THEN, 0);
      pay("new", 2, NOW, 0);
      decide("new", 200, counted, 0);
      decide("old", 9_000, 0, 0);
      assertThat(check().first()).isEmpty();
    }
  }

  @Test
  void theRateMustFitTheCountThatTheDecisionWasMadeWith() {
    pay("old", 1, THEN, 0);
    pay("older", 3, THEN - 1_000, 0);
    pay("new", 2, NOW, 0);
    decide("old", 100, 0, 0);
    decide("older", 200, 0, 0);
    labels.add(new Label(place(Topics.LABELS, 0, 0), -60_000, "old", "terminal", THEN, true));
    decide("new", 200, 1, 0.5);
    assertThat(check().first()).contains("new: terminalFraudRate1d is 0.5, computed again 1.0");
    decisions.remove(2);
    decide("new", 200, 2, 0.5);
    assertThat(check().first()).isEmpty();
  }

  @Test
  void aFigureThatIsNoNumberIsABreach() {
    pay("a", 1, THEN, 0);
    decide("a", 100, 0, Double.NaN);
    assertThat(check().first()).contains("a: terminalFraudRate1d is NaN, computed again 0.0");
  }

  @Test
  void aLatePaymentFindsItsOwnMonthCut() {
    pay("old", 1, THEN - 20 * DAY, 0);
    pay("newest", 1, THEN + 15 * DAY, 1);
    // Its 30 days reach the first payment, which is 35 days older than the newest.
    pay("late", 1, THEN, 2);
    decide("late", 100, 0, 0);
    assertThat(check().first()).isEmpty();
  }

  @Test
  void aCardOfMoreMomentsThanAreKeptIsComputedAsTheJobSays() {
    for (int i = 0; i < 1_025; i++) {
      pay("p" + i, 1, THEN + i, i);
    }
    pay("at the edge", 1, THEN + DAY, 1_025);
    decide("at the edge", 100, 0, 0);
    // The first payment is a day old to the millisecond, but was merged into the second.
    Map<String, Double> features = new TreeMap<>(decisions.get(0).features());
    features.putAll(Map.of("cardCount1d", 1026.0, "cardCount7d", 1026.0, "cardCount30d", 1026.0));
    decisions.set(0, withFeatures(decisions.get(0), features));
    assertThat(check().first()).isEmpty();
  }

  private static Decision withFeatures(Decision decision, Map<String, Double> features) {
    return new Decision(
        decision.place(),
        decision.madeAt(),
        decision.id(),
        decision.card(),
        decision.terminal(),
        decision.amountMinor(),
        decision.currency(),
        decision.eventTime(),
        decision.merchant(),
        decision.source(),
        features,
        decision.outcome(),
        decision.score(),
        decision.reasons(),
        decision.scorer());
  }

  private void pay(String id, int card, long time, long offset) {
    payments.add(
        new Payment(
            place(Topics.PAYMENTS, card, offset),
            0,
            id,
            "card-" + card,
            "terminal",
            500,
            "EUR",
            time,
            "null null"));
  }

  private void decide(String id, long at, int terminalCount, double rate) {
    Payment payment =
        payments.stream().filter(found -> found.id().equals(id)).findFirst().orElseThrow();
    Map<String, Double> features = new TreeMap<>();
    features.put("amountMinor", 500.0);
    features.put("weekend", 0.0);
    features.put("night", payment.eventTime() % DAY < DAY * 7 / 24 ? 1.0 : 0.0);
    for (String window : List.of("1d", "7d", "30d")) {
      features.put("cardCount" + window, 1.0);
      features.put("cardMeanMinor" + window, 500.0);
      features.put("terminalCount" + window, (double) terminalCount);
      features.put("terminalFraudRate" + window, rate);
    }
    decisions.add(
        new Decision(
            place(Topics.DECISIONS, 0, decisions.size()),
            at,
            id,
            payment.card(),
            "terminal",
            500,
            "EUR",
            payment.eventTime(),
            "null null",
            payment.place(),
            features,
            "APPROVE",
            0,
            List.of(),
            "transparent-1"));
  }

  private static Place place(String topic, int partition, long offset) {
    return new Place(topic, partition, offset);
  }

  private Finding check() {
    return new Recomputation(
            new Evidence(
                payments,
                Map.of(),
                labels,
                decisions,
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(),
                Set.of(),
                Optional.empty(),
                new Evidence.Health(List.of(), 0)),
            DELAY)
        .check();
  }
}
