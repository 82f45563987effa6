package dev.millrace.fraud.domain;

import static dev.millrace.fraud.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.payments.Transaction;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransparentScorerTest {
  private static final CardActivity QUIET_CARD = new CardActivity(1, 1, 1, 1_000, 1_000, 1_000);
  private static final TerminalRisk CLEAN_TERMINAL = new TerminalRisk(10, 70, 300, 0, 0, 0);

  private final TransparentScorer scorer = new TransparentScorer(22_000);

  @Test
  void ordinaryPaymentIsNotSuspicious() {
    Score score = scorer.score(features(1_000, QUIET_CARD, CLEAN_TERMINAL));

    assertThat(score.value()).isZero();
    assertThat(score.reasons()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"22000, 0", "22001, 0.95"})
  void amountAboveTheLimitIsSuspiciousWhoeverPays(long amount, double strength) {
    assertSuspicion(
        features(amount, new CardActivity(1, 1, 1, amount, amount, amount), CLEAN_TERMINAL),
        "AMOUNT_HIGH",
        strength);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0",
    "0.3, 0.2, 0, 0.3",
    "0.2, 0.3, 0, 0.3",
    "1, 0, 0, 1",
    "0, 0, 1, 0", // 30 days are too long ago to say much
  })
  void shareOfFraudAtTheTerminalIsItsSuspicion(
      double day, double week, double month, double strength) {
    assertSuspicion(
        features(1_000, QUIET_CARD, new TerminalRisk(10, 70, 300, day, week, month)),
        "TERMINAL_FRAUD_HISTORY",
        strength);
  }

  @ParameterizedTest
  @CsvSource({
    "100, 0",
    "250, 0",
    "425, 0.425", // half way from 2.5 to 6 times the usual
    "600, 0.85",
    "2000, 0.85",
  })
  void amountAboveTheCardsOtherPaymentsIsSuspicious(long amount, double strength) {
    assertSuspicion(against(100, 4, amount), "AMOUNT_UNUSUAL_FOR_CARD", strength);
  }

  @Test
  void cardWithFewerThanFourOtherPaymentsIsNotKnownWellEnough() {
    assertSuspicion(against(100, 3, 2_000), "AMOUNT_UNUSUAL_FOR_CARD", 0);
  }

  /** An amount of nothing asks whether a card is good; ten of them say nothing of what it pays. */
  @Test
  void amountsOfNothingAreNoHabit() {
    assertSuspicion(against(0, 10, 100), "AMOUNT_UNUSUAL_FOR_CARD", 0);
  }

  @ParameterizedTest
  @CsvSource({"8, 0", "14, 0.3", "20, 0.6", "500, 0.6"})
  void manyPaymentsInADayAreSuspicious(long count, double strength) {
    assertSuspicion(
        features(1_000, new CardActivity(count, count, count, 1_000, 1_000, 1_000), CLEAN_TERMINAL),
        "MANY_PAYMENTS_IN_A_DAY",
        strength);
  }

  @Test
  void suspicionsMeetInOneScore() {
    Score score =
        scorer.score(
            features(
                22_001,
                new CardActivity(14, 14, 14, 22_001, 22_001, 22_001),
                new TerminalRisk(10, 70, 300, 0.5, 0.1, 0)));

    assertThat(score.value()).isEqualTo(1 - 0.05 * 0.7 * 0.5, within(1e-9));
    assertThat(score.reasons())
        .containsExactly("AMOUNT_HIGH", "TERMINAL_FRAUD_HISTORY", "MANY_PAYMENTS_IN_A_DAY");
  }

  @Test
  void amountsThatOverflowASumStillGiveAScore() {
    long most = Long.MAX_VALUE;
    Score score =
        scorer.score(
            features(
                most, new CardActivity(6, 6, 6, -1, -1, -1), new TerminalRisk(1, 1, 1, 0, 0, 0)));

    assertThat(score.value()).isBetween(0.0, 1.0);
  }

  private void assertSuspicion(Features features, String reason, double strength) {
    Score score = scorer.score(features);
    assertThat(score.value()).isEqualTo(strength, within(1e-9));
    if (strength == 0) {
      assertThat(score.reasons()).isEmpty();
    } else {
      assertThat(score.reasons()).containsExactly(reason);
    }
  }

  /** A payment of a card that has paid another amount some times in the days before. */
  private static Features against(long usual, int times, long amount) {
    History card = History.EMPTY;
    for (int day = 0; day < times; day++) {
      card = CardActivity.remember(card, payment("p" + day, Duration.ofDays(day), usual));
    }
    Transaction payment = payment("p", Duration.ofDays(times), amount);
    Features features = features(amount, CardActivity.at(card, payment), CLEAN_TERMINAL);
    CardHabits.into(features, card, payment);
    return features;
  }

  private static Features features(long amount, CardActivity card, TerminalRisk terminal) {
    Features features = Features.none();
    features.set(Feature.AMOUNT_MINOR, amount);
    card.into(features);
    terminal.into(features);
    return features;
  }
}
