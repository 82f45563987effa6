package dev.millrace.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Two cards of different partitions at one terminal: what the order between them leaves open. */
class RecomputationTest {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long DELAY = 7 * DAY;
  // A Monday, at noon.
  private static final long THEN = Instant.parse("2026-01-05T12:00:00Z").toEpochMilli();
  private static final long NOW = THEN + DELAY + DAY / 2;
  // A Monday too, and in no window of the others.
  private static final long LONG_AGO = THEN - 35 * DAY;

  private final List<Payment> payments = new ArrayList<>();
  private final List<Decision> decisions = new ArrayList<>();
  private final List<Label> labels = new ArrayList<>();

  @Test
  void aPaymentDecidedBeforeAnotherWasSentIsCounted() {
    pay("old", 1, THEN, 0);
    pay("new", 2, NOW, 0, 150);
    decide("old", 100, 0, 0);
    decide("new", 200, 1, 0);
    assertThat(check().first()).isEmpty();
    decisions.remove(1);
    decide("new", 200, 0, 0);
    assertThat(check().first()).contains("new: terminalCount1d is 0.0, computed again 1.0");
  }

  @Test
  void aPaymentDecidedEarlierMayHaveComeLater() {
    for (int counted = 0; counted <= 1; counted++) {
      payments.clear();
      decisions.clear();
      pay("old", 1, THEN, 0);
      pay("new", 2, NOW, 0, 50);
      decide("old", 100, 0, 0);
      decide("new", 200, counted, 0);
      assertThat(check().first()).isEmpty();
    }
  }

  @Test
  void namesTheFiguresThatItDoesNotCompute() {
    pay("a", 1, THEN, 0);
    decide("a", 100, 0, 0);
    with(0, "moonPhase", 0.5);
    assertThat(check().first()).isEmpty();
    assertThat(check().notes()).contains("1 figures are not computed again: moonPhase");
  }

  @Test
  void aCardsHabitsAreExact() {
    pay("a", 1, THEN - 10 * DAY, 0);
    pay("b", 1, THEN - DAY, 1);
    pay("c", 1, THEN - 30_000, 2);
    pay("d", 1, THEN, 3);
    decide("d", 100, 0, 0);
    with(0, "cardCount1d", 2);
    with(0, "cardCount7d", 3);
    with(0, "cardCount30d", 4);
    with(0, "cardCount1min", 2);
    with(0, "cardCount1h", 2);
    with(0, "cardSecondsSinceLast", 30);
    with(0, "cardAmountToMean7d", 1);
    with(0, "cardAmountDeviations30d", 0);
    assertThat(check().first()).isEmpty();
    with(0, "cardCount1h", 3);
    assertThat(check().first()).containsExactly("d: cardCount1h is 3.0, computed again 2.0");
  }

  @Test
  void aTerminalsTrafficLiesWithinWhatTheOrderAllows() {
    pay("surely known", 1, THEN - 1_000, 0);
    pay("perhaps known", 3, THEN - 1_000, 0);
    pay("too old", 4, THEN - DAY, 0);
    pay("new", 2, THEN, 0, 150);
    decide("surely known", 100, 0, 0);
    decide("perhaps known", 160, 0, 0);
    decide("too old", 100, 0, 0);
    decide("new", 200, 0, 0);
    with(2, "weekend", 1);
    for (int count = 1; count <= 4; count++) {
      with(3, "terminalRecentCount1d", count);
      if (count == 2 || count == 3) {
        assertThat(check().first()).isEmpty();
      } else {
        assertThat(check().first())
            .containsExactly(
                "new: terminalRecentCount1d is %s.0, computed again from 2.0 to 3.0"
                    .formatted(count));
      }
    }
  }

  @Test
  void cardsAtATerminalLieWithinWhatTheOrderAllows() {
    pay("surely known", 1, THEN - 1_000, 0);
    pay("the same card", 1, THEN - 500, 1);
    pay("perhaps known", 3, THEN - 1_000, 0);
    pay("new", 2, THEN, 0, 150);
    decide("surely known", 100, 0, 0);
    decide("perhaps known", 160, 0, 0);
    decide("new", 200, 0, 0);
    for (int count = 1; count <= 4; count++) {
      with(2, "terminalCards1h", count);
      if (count == 2 || count == 3) {
        assertThat(check().first()).isEmpty();
      } else {
        assertThat(check().first())
            .containsExactly(
                "new: terminalCards1h is %s.0, computed again from 2.0 to 3.0".formatted(count));
      }
    }
  }

  @Test
  void aPaymentWithoutADeviceHasNoCardsOnIt() {
    pay("a", 1, THEN, 0);
    decide("a", 100, 0, 0);
    with(0, "deviceCards1d", -1);
    assertThat(check().first()).isEmpty();
    with(0, "deviceCards1d", 1);
    assertThat(check().first()).containsExactly("a: deviceCards1d is 1.0, computed again -1.0");
  }

  @Test
  void cardsOnADeviceAreThoseThatUseIt() {
    payments.add(on("phone", "old", 1, THEN - 2 * DAY, 0));
    payments.add(on("phone", "new", 2, THEN, 150));
    payments.add(on("other phone", "elsewhere", 3, THEN, 0));
    decide("new", 200, 0, 0);
    decide("old", 100, 0, 0);
    with(1, "weekend", 1);
    with(0, "deviceCards1d", 1);
    with(0, "deviceCards7d", 2);
    assertThat(check().first()).isEmpty();
    with(0, "deviceCards7d", 3);
    assertThat(check().first()).containsExactly("new: deviceCards7d is 3.0, computed again 2.0");
  }

  private static Payment on(String device, String id, int card, long time, long sentAt) {
    return new Payment(
        place(Topics.PAYMENTS, card, 0),
        sentAt,
        id,
        "card-" + card,
        "terminal of " + id,
        500,
        "EUR",
        time,
        "null null",
        new Payment.Circumstances(null, null, device, Double.NaN, Double.NaN));
  }

  @Test
  void daysSinceFraudLieWithinWhatTheOrderAllows() {
    pay("old", 1, THEN, 0);
    pay("older", 3, THEN - DAY, 0);
    pay("new", 2, NOW, 0, 100_000);
    decide("old", 100, 0, 0);
    decide("older", 100, 0, 0);
    decide("new", 100_100, 1, 1);
    with(1, "weekend", 1);
    with(2, "terminalCount7d", 2);
    with(2, "terminalCount30d", 2);
    with(2, "terminalFraudRate7d", 0.5);
    with(2, "terminalFraudRate30d", 0.5);
    labels.add(new Label(place(Topics.LABELS, 0, 0), -1, "older", "terminal", THEN - DAY, true));
    labels.add(new Label(place(Topics.LABELS, 1, 0), 99_000, "old", "terminal", THEN, true));
    with(2, "terminalDaysSinceFirstFraud", 8.5);
    for (double days : new double[] {7.5, 8.5}) {
      with(2, "terminalDaysSinceLastFraud", days);
      assertThat(check().first()).isEmpty();
    }
    with(2, "terminalDaysSinceLastFraud", -1);
    assertThat(check().first())
        .containsExactly("new: terminalDaysSinceLastFraud is -1.0, computed again from 7.5 to 8.5");
    with(2, "terminalDaysSinceLastFraud", 7.5);
    with(2, "terminalDaysSinceFirstFraud", 7.5);
    assertThat(check().first())
        .containsExactly("new: terminalDaysSinceFirstFraud is 7.5, computed again 8.5");
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
      labels.add(new Label(place(Topics.LABELS, 0, 0), -1_000, "old", "terminal", THEN, true));
      assertThat(check().first()).isEmpty();
    }
    payments.remove(1);
    pay("new", 2, NOW, 0, 40_000);
    decisions.remove(1);
    decide("new", 45_000, 1, 0);
    assertThat(check().first()).contains("new: terminalFraudRate1d is 0.0, computed again 1.0");
    decisions.remove(1);
    decide("new", 45_000, 1, 1);
    assertThat(check().first()).isEmpty();
  }

  @Test
  void anOutageDoesNotExcuseThatAFraudIsForgottenBeforeIt() {
    labelledBefore("new", 60_000);
    pay("in the outage", 4, LONG_AGO, 0, 100_000);
    decide("in the outage", 2_000_000, 0, 0);
    decide("new", 60_100, 1, 0);
    assertThat(check().first()).contains("new: terminalFraudRate1d is 0.0, computed again 1.0");
    assertThat(check().notes())
        .contains(
            "1 of 1 labels of frauds that decisions might have known had to be known to some");
  }

  @Test
  void afterAnOutageAFraudHasToBeKnownAgain() {
    labelledBefore("new", 900_000);
    labels.set(0, new Label(place(Topics.LABELS, 0, 0), 800_000, "old", "terminal", THEN, true));
    pay("in the outage", 4, LONG_AGO, 0, 100_000);
    decide("in the outage", 700_000, 0, 0);
    pay("between", 5, LONG_AGO, 0, 801_000);
    decide("between", 801_100, 0, 0);
    decide("new", 900_100, 1, 0);
    assertThat(check().first()).contains("new: terminalFraudRate1d is 0.0, computed again 1.0");
  }

  @Test
  void aFraudThatIsLabelledInAnOutageMayBeKnownLater() {
    for (double rate : new double[] {0, 1}) {
      labelledBefore("new", 400_000);
      labels.set(0, new Label(place(Topics.LABELS, 0, 0), 101_000, "old", "terminal", THEN, true));
      pay("in the outage", 4, LONG_AGO, 0, 100_000);
      decide("in the outage", 700_000, 0, 0);
      decide("new", 700_100, 1, rate);
      assertThat(check().first()).isEmpty();
      assertThat(check().notes())
          .contains(
              "incomplete: none of 1 labels of frauds had to be known to any decision, so lost labels"
                  + " are not looked for");
    }
  }

  @Test
  void aJobThatGoesBackToACheckpointMayReadAFraudLater() {
    for (double rate : new double[] {0, 1}) {
      labelledBefore("new", 60_000);
      decide("meanwhile", 600_000, 0, 0);
      decide("new", 600_100, 1, rate);
      assertThat(check().first()).isEmpty();
    }
  }

  @Test
  void labelsThatCameTooLateForAnyDecisionAreNotLookedFor() {
    pay("old", 1, THEN, 0);
    pay("new", 2, NOW, 0, 150);
    decide("old", 100, 0, 0);
    decide("new", 200, 1, 0);
    labels.add(new Label(place(Topics.LABELS, 0, 0), 120, "old", "terminal", THEN, true));
    labels.add(new Label(place(Topics.LABELS, 0, 1), 120, "old", "terminal", THEN, true));
    assertThat(check().first()).isEmpty();
    assertThat(check().notes())
        .contains(
            "incomplete: none of 1 labels of frauds had to be known to any decision, so lost labels"
                + " are not looked for");
  }

  @Test
  void whereNothingIsLabelledFraudNoLabelIsMissed() {
    pay("old", 1, THEN, 0);
    decide("old", 100, 0, 0);
    labels.add(new Label(place(Topics.LABELS, 0, 0), 120, "old", "terminal", THEN, false));
    assertThat(check().notes()).noneMatch(note -> note.startsWith("incomplete"));
  }

  @Test
  void aDecisionOfALaterCopyIsCounted() {
    pay("once", 1, THEN, 0);
    decide("once", 100, 0, 0);
    assertThat(check().notes()).noneMatch(note -> note.startsWith("incomplete"));
    pay("twice", 2, THEN, 1);
    decide("twice", 100, 0, 0);
    pay("twice", 2, THEN, 0);
    assertThat(check().first()).isEmpty();
    assertThat(check().notes())
        .contains(
            "incomplete: 1 decisions are of a later copy of their payment, and not computed again,"
                + " such as twice");
  }

  /** Payments of one terminal, one of them a fraud that was labelled before the last was sent. */
  private void labelledBefore(String last, long sentAt) {
    payments.clear();
    decisions.clear();
    labels.clear();
    pay("old", 1, THEN, 0);
    pay("meanwhile", 3, LONG_AGO, 0, 5_000);
    pay(last, 2, NOW, 0, sentAt);
    decide("old", 100, 0, 0);
    decide("meanwhile", 5_100, 0, 0);
    labels.add(new Label(place(Topics.LABELS, 0, 0), 1_000, "old", "terminal", THEN, true));
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
    pay("new", 2, NOW, 0, 100_000);
    decide("old", 100, 0, 0);
    decide("older", 100_100, 0, 0);
    labels.add(new Label(place(Topics.LABELS, 0, 0), -60_000, "old", "terminal", THEN, true));
    decide("new", 100_200, 1, 0.5);
    assertThat(check().first()).contains("new: terminalFraudRate1d is 0.5, computed again 1.0");
    decisions.remove(2);
    decide("new", 100_200, 2, 0.5);
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

  @Test
  void amountsAreComparedInOneCurrency() {
    pay("forints", 1, THEN, 0);
    payments.set(0, payments.get(0).withAmount(192_308, "HUF"));
    decide("forints", 100, 0, 0);
    // 1,923.08 HUF are 5.000008 EUR, of which the decision's figures are, not its amount.
    assertThat(check().first()).containsExactly("forints: not what the payment says");
    payments.set(0, payments.get(0).withAmount(500, "EUR"));
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
        decision.scorer(),
        decision.verdict());
  }

  private void with(int index, String feature, double value) {
    Map<String, Double> features = new TreeMap<>(decisions.get(index).features());
    features.put(feature, value);
    decisions.set(index, withFeatures(decisions.get(index), features));
  }

  private void pay(String id, int card, long time, long offset) {
    pay(id, card, time, offset, 0);
  }

  private void pay(String id, int card, long time, long offset, long sentAt) {
    payments.add(
        new Payment(
            place(Topics.PAYMENTS, card, offset),
            sentAt,
            id,
            "card-" + card,
            "terminal",
            500,
            "EUR",
            time,
            "null null",
            Payment.Circumstances.UNKNOWN));
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
            payment.terminal(),
            500,
            "EUR",
            payment.eventTime(),
            "null null",
            payment.place(),
            features,
            "APPROVE",
            0,
            List.of(),
            "transparent-1",
            Verdict.NONE));
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
                Cut.NOTHING,
                Watched.NOT_ARMED,
                new Evidence.Health(List.of(), 0),
                Copies.NONE,
                Shop.NONE),
            DELAY,
            OneCurrency.of("EUR", "HUF 0.0026; KWD 3"))
        .check();
  }
}
