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
            time));
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
                Set.of(),
                List.of(),
                Set.of(),
                Optional.empty(),
                new Evidence.Health(List.of(), 0)),
            DELAY)
        .check();
  }
}
