package dev.millrace.fraud.domain;

import static dev.millrace.fraud.Payments.fraud;
import static dev.millrace.fraud.Payments.legitimate;
import static dev.millrace.fraud.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.Transaction;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TerminalRiskTest {
  private static final Duration DELAY = Duration.ofDays(7);
  private static final int A_DAY = 500;
  private static final Duration BETWEEN = Duration.ofDays(1).dividedBy(A_DAY);
  private static final TerminalRisk UNKNOWN = new TerminalRisk(0, 0, 0, 0, 0, 0);

  private final Transaction now = payment("now", Duration.ZERO, 100);

  @Test
  void nothingIsKnownOfANewTerminal() {
    assertThat(TerminalRisk.at(History.EMPTY, now, DELAY)).isEqualTo(UNKNOWN);
  }

  @Test
  void paymentsWhoseLabelsAreNotDueYetDoNotCount() {
    Transaction young = payment("young", DELAY.negated().plusMillis(1), 100);

    assertThat(TerminalRisk.at(after(young), now, DELAY)).isEqualTo(UNKNOWN);
  }

  @Test
  void windowsEndWithTheLabelDelayAndStartJustAfterTheirLengthBefore() {
    Duration end = DELAY.negated();
    History terminal =
        after(
            payment("month", end.minusDays(30), 100),
            payment("in-month", end.minusDays(30).plusMillis(1), 100),
            payment("week", end.minusDays(7), 100),
            payment("in-week", end.minusDays(7).plusMillis(1), 100),
            payment("day", end.minusDays(1), 100),
            payment("in-day", end.minusDays(1).plusMillis(1), 100),
            payment("at-end", end, 100));

    assertThat(TerminalRisk.at(terminal, now, DELAY)).isEqualTo(new TerminalRisk(2, 4, 6, 0, 0, 0));
  }

  @Test
  void fraudRateIsTheShareOfFraudsInEachWindow() {
    Transaction inDay = payment("in-day", Duration.ofDays(-7).minusHours(1), 100);
    Transaction inWeek = payment("in-week", Duration.ofDays(-10), 100);
    Transaction inMonth = payment("in-month", Duration.ofDays(-20), 100);
    Transaction alsoInMonth = payment("also-in-month", Duration.ofDays(-21), 100);
    History terminal = labelled(after(inDay, inWeek, inMonth, alsoInMonth), fraud(inDay, DELAY));

    assertThat(TerminalRisk.at(terminal, now, DELAY))
        .isEqualTo(new TerminalRisk(1, 2, 4, 1, 0.5, 0.25));
  }

  @Test
  void lateLabelCountsFromThenOn() {
    Transaction old = payment("old", Duration.ofDays(-8).plusHours(1), 100);
    History terminal = after(old);
    assertThat(TerminalRisk.at(terminal, now, DELAY).fraudRate1d()).isZero();

    assertThat(
            TerminalRisk.at(labelled(terminal, fraud(old, Duration.ofDays(20))), now, DELAY)
                .fraudRate1d())
        .isEqualTo(1);
  }

  @Test
  void labelMayComeBeforeItsPayment() {
    Transaction old = payment("old", Duration.ofDays(-8).plusHours(1), 100);
    History terminal = labelled(History.EMPTY, fraud(old, DELAY));
    assertThat(TerminalRisk.at(terminal, now, DELAY)).isEqualTo(UNKNOWN);

    terminal = TerminalRisk.remember(terminal, old, DELAY);
    assertThat(TerminalRisk.at(terminal, now, DELAY)).isEqualTo(new TerminalRisk(1, 1, 1, 1, 1, 1));
  }

  @Test
  void rateIsAtMostOneWhileFraudsAreKnownOfPaymentsThatDidNotCome() {
    Transaction came = payment("came", Duration.ofDays(-8).plusHours(1), 100);
    Transaction missing = payment("missing", Duration.ofDays(-8).plusHours(2), 100);
    History terminal = labelled(after(came), fraud(came, DELAY), fraud(missing, DELAY));

    assertThat(TerminalRisk.at(terminal, now, DELAY)).isEqualTo(new TerminalRisk(1, 1, 1, 1, 1, 1));
  }

  @Test
  void onlyFraudMatters() {
    assertThat(TerminalRisk.matters(fraud(now, DELAY))).isTrue();
    assertThat(TerminalRisk.matters(legitimate(now, DELAY))).isFalse();
  }

  @Test
  void withoutDelayTheWindowsEndWithThePayment() {
    Transaction before = payment("before", Duration.ofMillis(-1), 100);
    History terminal = TerminalRisk.remember(History.EMPTY, before, Duration.ZERO);

    assertThat(TerminalRisk.at(terminal, now, Duration.ZERO).count1d()).isEqualTo(1);
  }

  @Test
  void remembersNoMoreThanThirtyDaysAndTheDelay() {
    History terminal = History.EMPTY;
    for (int hour = 0; hour < 24 * 90; hour++) {
      terminal =
          TerminalRisk.remember(terminal, payment("p" + hour, Duration.ofHours(hour), 100), DELAY);
    }
    assertThat(terminal.times()).hasSize(24 * 37);
  }

  @Test
  void aBusyTerminalsWindowsAreRightToACell() {
    int days = 60;
    History terminal = busy(days);

    TerminalRisk risk =
        TerminalRisk.at(terminal, payment("next", Duration.ofDays(days), 100), DELAY);

    int inACell = A_DAY / 8;
    assertThat(risk.count1d()).isBetween(A_DAY - inACell - 1L, A_DAY + inACell + 1L);
    assertThat(risk.count7d()).isBetween(7 * A_DAY - inACell - 1L, 7 * A_DAY + inACell + 1L);
    assertThat(risk.count30d()).isBetween(30 * A_DAY - inACell - 1L, 30 * A_DAY + inACell + 1L);
    assertThat(terminal.total(Long.MIN_VALUE, Long.MAX_VALUE).count())
        .isBetween(37L * A_DAY - inACell - 1, 37L * A_DAY + inACell + 1);
  }

  @Test
  void labelsOfABusyTerminalCountAmongItsPayments() {
    int days = 60;
    History terminal = busy(days);
    for (int i = 0; i < 10; i++) {
      // Ten of 500, a week ago and somewhat more.
      Transaction paid =
          payment("fraud", Duration.ofDays(days - 7).minus(BETWEEN.multipliedBy(20 + i)), 1);
      terminal = labelled(terminal, fraud(paid, DELAY));
    }
    Transaction next = payment("next", Duration.ofDays(days), 100);
    Features features = Features.none();

    TerminalFrauds.into(features, terminal, TerminalAmounts.EMPTY, next, DELAY);

    assertThat(features.of(Feature.TERMINAL_FRAUD_RUN)).isZero();
    assertThat(features.of(Feature.TERMINAL_FRAUD_RUN_DAYS)).isEqualTo(Features.UNKNOWN);
    assertThat(TerminalRisk.at(terminal, next, DELAY).fraudRate1d())
        .isCloseTo(10.0 / A_DAY, withinPercentage(15));
    assertThat(terminal.total(Long.MIN_VALUE, Long.MAX_VALUE).sum()).isEqualTo(10);
  }

  /** A terminal with {@link #A_DAY} payments a day. */
  private static History busy(int days) {
    History terminal = History.EMPTY;
    for (int i = 0; i < days * A_DAY; i++) {
      Transaction payment = payment("p", BETWEEN.multipliedBy(i), 100);
      terminal = TerminalRisk.remember(terminal, payment, DELAY);
    }
    return terminal;
  }

  private static History after(Transaction... payments) {
    History terminal = History.EMPTY;
    for (Transaction payment : payments) {
      terminal = TerminalRisk.remember(terminal, payment, DELAY);
    }
    return terminal;
  }

  private static History labelled(History terminal, FraudLabel... frauds) {
    History labelled = terminal;
    for (FraudLabel fraud : frauds) {
      labelled = TerminalRisk.remember(labelled, fraud, DELAY);
    }
    return labelled;
  }
}
