package dev.millrace.fraud.domain;

import static dev.millrace.fraud.Payments.fraud;
import static dev.millrace.fraud.Payments.legitimate;
import static dev.millrace.fraud.Payments.payment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.Transaction;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TerminalRiskTest {
  private static final Duration DELAY = Duration.ofDays(7);
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
