package dev.millrace.fraud.domain;

import static dev.millrace.fraud.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.payments.Transaction;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CardActivityTest {

  @Test
  void firstPaymentCountsItself() {
    Transaction first = payment("a", Duration.ZERO, 700);

    assertThat(activityAfter(first)).isEqualTo(new CardActivity(1, 1, 1, 700, 700, 700));
  }

  @Test
  void windowsEndWithThePaymentAndStartJustAfterTheirLengthBefore() {
    Transaction monthAgo = payment("month", Duration.ofDays(-30), 1_000_000);
    Transaction justWithinMonth = payment("in-month", Duration.ofDays(-30).plusMillis(1), 100);
    Transaction weekAgo = payment("week", Duration.ofDays(-7), 200);
    Transaction justWithinWeek = payment("in-week", Duration.ofDays(-7).plusMillis(1), 300);
    Transaction dayAgo = payment("day", Duration.ofDays(-1), 400);
    Transaction justWithinDay = payment("in-day", Duration.ofDays(-1).plusMillis(1), 500);
    Transaction now = payment("now", Duration.ZERO, 700);

    assertThat(
            activityAfter(
                monthAgo, justWithinMonth, weekAgo, justWithinWeek, dayAgo, justWithinDay, now))
        .isEqualTo(new CardActivity(2, 4, 6, 600, 475, 2_200 / 6.0));
  }

  @Test
  void paymentsAfterOneInEventTimeAreNotInItsWindows() {
    Transaction later = payment("later", Duration.ofHours(2), 100);
    Transaction late = payment("late", Duration.ofHours(1), 300);

    assertThat(activityAfter(later, late)).isEqualTo(new CardActivity(1, 1, 1, 300, 300, 300));
  }

  @Test
  void latePaymentIsInTheWindowsOfThoseAfterIt() {
    Transaction later = payment("later", Duration.ofHours(2), 100);
    Transaction late = payment("late", Duration.ofHours(1), 300);
    Transaction next = payment("next", Duration.ofHours(3), 200);

    assertThat(activityAfter(later, late, next))
        .isEqualTo(new CardActivity(3, 3, 3, 200, 200, 200));
  }

  @Test
  void paymentOlderThanAllThatIsRememberedStillCountsItself() {
    Transaction newest = payment("newest", Duration.ofDays(31), 100);
    Transaction veryLate = payment("very-late", Duration.ZERO, 300);

    assertThat(activityAfter(newest, veryLate)).isEqualTo(new CardActivity(1, 1, 1, 300, 300, 300));
  }

  @Test
  void remembersNoMoreThanThirtyDays() {
    History card = History.EMPTY;
    for (int hour = 0; hour < 24 * 90; hour++) {
      card = CardActivity.remember(card, payment("p" + hour, Duration.ofHours(hour), 100));
    }
    assertThat(card.times()).hasSize(24 * 30);
  }

  @Test
  void aCardOfOnePaymentASecondHasAsManyInAnHour() {
    History card = History.EMPTY;
    int seconds = 2 * 24 * 60 * 60;
    for (int second = 0; second < seconds; second++) {
      card = CardActivity.remember(card, payment("p", Duration.ofSeconds(second), 100));
    }
    Transaction next = payment("next", Duration.ofSeconds(seconds), 100);
    Features features = Features.none();

    CardHabits.into(features, card, next);

    assertThat(features.of(Feature.CARD_COUNT_1MIN)).isEqualTo(60);
    assertThat(features.of(Feature.CARD_COUNT_10MIN)).isBetween(600.0, 660.0);
    assertThat(features.of(Feature.CARD_COUNT_1H)).isBetween(3_600.0, 3_660.0);
    assertThat(CardActivity.at(card, next).count1d()).isBetween(86_400L, 86_400L + 3 * 3_600);
    assertThat(CardActivity.at(card, next).count7d()).isEqualTo(seconds + 1);
  }

  /** The activity at the last of the payments, which came in this order. */
  private static CardActivity activityAfter(Transaction... payments) {
    History card = History.EMPTY;
    CardActivity activity = null;
    for (Transaction payment : payments) {
      activity = CardActivity.at(card, payment);
      card = CardActivity.remember(card, payment);
    }
    return activity;
  }
}
