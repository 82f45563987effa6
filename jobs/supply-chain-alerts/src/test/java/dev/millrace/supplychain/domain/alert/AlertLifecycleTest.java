package dev.millrace.supplychain.domain.alert;

import static dev.millrace.supplychain.domain.alert.Alerts.at;
import static dev.millrace.supplychain.domain.alert.Alerts.cleared;
import static dev.millrace.supplychain.domain.alert.Alerts.command;
import static dev.millrace.supplychain.domain.alert.Alerts.raised;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.supply.AlertChange;
import dev.millrace.supply.AlertCommand;
import dev.millrace.supply.AlertState;
import dev.millrace.supply.CommandKind;
import dev.millrace.supply.Severity;
import dev.millrace.supply.SupplyAlert;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Stake;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AlertLifecycleTest {
  private static final long QUARTER = 91L * 24 * 60;

  private final AlertLifecycle lifecycle = new AlertLifecycle(Alerts.RULES);
  private final List<SupplyAlert> versions = new ArrayList<>();
  private final List<ChildChange> toParents = new ArrayList<>();
  private AlertRecord alert = AlertRecord.EMPTY;
  private long now = Long.MIN_VALUE;

  @Test
  void opensWithWhatTheFindingSays() {
    find(raised("s", 0, 20_000));

    SupplyAlert opened = versions.get(0);
    assertThat(opened.getAlertId()).isEqualTo("SHIPMENT:s:MISSED_MILESTONE");
    assertThat(opened.getVersion()).isEqualTo(1);
    assertThat(opened.getState()).isEqualTo(AlertState.OPEN);
    assertThat(opened.getSeverity()).isEqualTo(Severity.HIGH);
    assertThat(opened.getOwner()).isEqualTo("lena");
    assertThat(opened.getOrderIds()).containsExactly("o-1");
    assertThat(opened.getOpenedAt()).isEqualTo(Instant.ofEpochMilli(at(0)));
  }

  @Test
  void saysNothingWhereNoFigureChangedMaterially() {
    find(raised("s", 0, 20_000));
    find(raised("s", 1, 20_000));
    find(raised("s", 2, 21_000));
    assertThat(changes()).containsExactly(AlertChange.OPENED);

    find(raised("s", 3, 23_000));
    assertThat(changes()).containsExactly(AlertChange.OPENED, AlertChange.UPDATED);
  }

  @Test
  void escalatesWhileNobodyActsAndNotForEver() {
    find(raised("s", 0, 20_000));
    pass(7 * 24 * 60);

    assertThat(changes())
        .containsExactly(
            AlertChange.OPENED,
            AlertChange.ESCALATED,
            AlertChange.ESCALATED,
            AlertChange.ESCALATED);
    assertThat(versions).extracting(SupplyAlert::getEscalation).containsExactly(0, 1, 2, 3);
    assertThat(versions.get(1).getEventTime()).isEqualTo(Instant.ofEpochMilli(at(60)));
    assertThat(versions.get(1).getSeverity()).isEqualTo(Severity.CRITICAL);
    assertThat(versions.get(2).getEventTime()).isEqualTo(Instant.ofEpochMilli(at(75)));
  }

  @Test
  void escalatesWhenTheValueAtRiskHasDoubledOrItsSeverityGrows() {
    find(raised("s", 0, 20_000));
    find(raised("s", 1, 40_000));
    assertThat(changes()).containsExactly(AlertChange.OPENED, AlertChange.ESCALATED);

    find(raised("t", 0, 9_500), AlertRecord.EMPTY);
    find(raised("t", 1, 10_000));
    assertThat(versions.get(versions.size() - 1).getChange()).isEqualTo(AlertChange.ESCALATED);
  }

  @Test
  void acknowledgementStopsEscalation() throws Exception {
    find(raised("s", 0, 20_000));
    act(command("c", CommandKind.ACKNOWLEDGE, 30).build());
    pass(7 * 24 * 60);
    find(raised("s", 7 * 24 * 60, 50_000));

    assertThat(changes())
        .containsExactly(AlertChange.OPENED, AlertChange.ACKNOWLEDGED, AlertChange.UPDATED);
    assertThat(versions.get(1).getActedBy()).isEqualTo("ana");
    assertThat(versions.get(2).getState()).isEqualTo(AlertState.ACKNOWLEDGED);
  }

  @Test
  void aSnoozeEndsAndTheAlertWaitsAnew() throws Exception {
    find(raised("s", 0, 20_000));
    act(snooze("c", 30, 300));
    pass(370);

    assertThat(changes())
        .containsExactly(
            AlertChange.OPENED,
            AlertChange.SNOOZED,
            AlertChange.SNOOZE_ENDED,
            AlertChange.ESCALATED);
    assertThat(versions.get(1).getSnoozedUntil()).isEqualTo(Instant.ofEpochMilli(at(300)));
    assertThat(versions.get(2).getEventTime()).isEqualTo(Instant.ofEpochMilli(at(300)));
    assertThat(versions.get(2).getSnoozedUntil()).isNull();
    assertThat(versions.get(3).getEventTime()).isEqualTo(Instant.ofEpochMilli(at(360)));
  }

  @Test
  void aFindingThatComesBeforeTheTimeOfDeadlinesEndsASnoozeToo() throws Exception {
    find(raised("s", 0, 20_000));
    act(snooze("c", 30, 300));
    find(raised("s", 301, 25_000));
    pass(360);
    assertThat(changes())
        .containsExactly(AlertChange.OPENED, AlertChange.SNOOZED, AlertChange.SNOOZE_ENDED);
    assertThat(versions.get(2).getState()).isEqualTo(AlertState.OPEN);
    assertThat(versions.get(2).getValueAtRiskMinor()).isEqualTo(25_000);

    pass(361);
    assertThat(changes()).last().isEqualTo(AlertChange.ESCALATED);
  }

  @Test
  void whoPutsAnAlertOffDoesNotWorkOnItAnyMore() throws Exception {
    find(raised("s", 0, 20_000));
    act(command("c", CommandKind.ACKNOWLEDGE, 20).build());
    act(snooze("d", 30, 300));
    pass(360);

    assertThat(changes())
        .containsExactly(
            AlertChange.OPENED,
            AlertChange.ACKNOWLEDGED,
            AlertChange.SNOOZED,
            AlertChange.SNOOZE_ENDED,
            AlertChange.ESCALATED);
    assertThat(versions.get(3).getState()).isEqualTo(AlertState.OPEN);
  }

  @Test
  void resolvesWhenClearedLongEnough() {
    find(raised("s", 0, 20_000));
    find(cleared("s", 5));
    find(raised("s", 10, 20_000));
    find(cleared("s", 20));
    pass(29);
    assertThat(changes()).containsExactly(AlertChange.OPENED);

    pass(30);
    assertThat(changes()).containsExactly(AlertChange.OPENED, AlertChange.RESOLVED);
    assertThat(versions.get(1).getResolvedAt()).isEqualTo(Instant.ofEpochMilli(at(30)));
    assertThat(versions.get(1).getOrderIds()).containsExactly("o-1");
  }

  @Test
  void opensAgainWithinTheWindowAndAnewAfterIt() {
    find(raised("s", 0, 20_000));
    find(cleared("s", 1));
    pass(11);
    find(raised("s", 60, 20_000));
    find(cleared("s", 61));
    pass(71);
    find(raised("s", 72 + 24 * 60, 20_000));

    assertThat(changes())
        .containsExactly(
            AlertChange.OPENED,
            AlertChange.RESOLVED,
            AlertChange.REOPENED,
            AlertChange.RESOLVED,
            AlertChange.OPENED);
    assertThat(versions).extracting(SupplyAlert::getVersion).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(versions.get(2).getResolvedAt()).isNull();
    assertThat(versions.get(2).getEscalation()).isZero();
  }

  @Test
  void aSnoozeOutlivesAnAlertThatIsOpenedAgain() throws Exception {
    find(raised("s", 0, 20_000));
    act(snooze("c", 1, 600));
    find(cleared("s", 2));
    pass(12);
    find(raised("s", 60, 20_000));

    assertThat(versions.get(3).getChange()).isEqualTo(AlertChange.REOPENED);
    assertThat(versions.get(3).getState()).isEqualTo(AlertState.SNOOZED);
  }

  @Test
  void resolvedByAPersonItStaysSoUntilTheDetectorRaisesAnew() throws Exception {
    find(raised("s", 0, 20_000));
    act(command("c", CommandKind.RESOLVE, 5).build());
    Finding same = raised("s", 0, 90_000);
    find(same);
    assertThat(changes()).containsExactly(AlertChange.OPENED, AlertChange.RESOLVED);
    assertThat(versions.get(1).getActedBy()).isEqualTo("ana");

    find(cleared("s", 6));
    find(same);
    assertThat(changes())
        .containsExactly(AlertChange.OPENED, AlertChange.RESOLVED, AlertChange.REOPENED);
  }

  @Test
  void isSuppressedUnderAParentAndReleased() {
    find(raised("s", 0, 20_000));
    settle("PORT:P:LANE_DISRUPTION", 5);
    pass(600);
    settle(null, 600);
    pass(661);

    assertThat(changes())
        .containsExactly(
            AlertChange.OPENED,
            AlertChange.SUPPRESSED,
            AlertChange.RELEASED,
            AlertChange.ESCALATED);
    assertThat(versions.get(1).getState()).isEqualTo(AlertState.SUPPRESSED);
    assertThat(versions.get(1).getParentId()).isEqualTo("PORT:P:LANE_DISRUPTION");
    assertThat(versions.get(2).getState()).isEqualTo(AlertState.OPEN);
    assertThat(versions.get(3).getEventTime()).isEqualTo(Instant.ofEpochMilli(at(660)));
    assertThat(toParents)
        .containsExactly(
            new ChildChange("PORT:P:LANE_DISRUPTION", 1, 20_000, "EUR", at(5)),
            new ChildChange("PORT:P:LANE_DISRUPTION", -1, -20_000, "EUR", at(600)));
  }

  @Test
  void whatBecameMoreSevereWhileSuppressedIsEscalatedInTime() {
    find(hitting(raised("s", 0, 20_000), 24 * 60 + 10));
    settle("PORT:P:LANE_DISRUPTION", 1);
    pass(12);
    // Where it is released no timer can be set.
    assertThat(lifecycle.dueAt(alert, now)).isLessThanOrEqualTo(at(27));

    settle(null, 12);
    pass(27);
    assertThat(changes())
        .containsExactly(
            AlertChange.OPENED,
            AlertChange.SUPPRESSED,
            AlertChange.RELEASED,
            AlertChange.ESCALATED);
    assertThat(versions.get(2).getSeverity()).isEqualTo(Severity.CRITICAL);
  }

  private static Finding hitting(Finding finding, long minute) {
    Stake stake = finding.stake();
    return Alerts.staking(
        finding,
        new Stake(
            stake.valueMinor(), stake.currency(), at(minute), stake.owner(), stake.orderIds()));
  }

  @Test
  void anAcknowledgedOneIsReleasedAsSuch() throws Exception {
    find(raised("s", 0, 20_000));
    act(command("c", CommandKind.ACKNOWLEDGE, 1).build());
    settle("PORT:P:LANE_DISRUPTION", 5);
    settle(null, 10);

    assertThat(alert.newest().getState()).isEqualTo(AlertState.ACKNOWLEDGED);
  }

  @Test
  void aParentCountsItsChildrenAtMostOnceAMinute() {
    alert = lifecycle.childChanged(alert, new ChildChange("p", 1, 9_000, "EUR", at(0))).after();
    find(Alerts.port(Finding.Status.RAISED, 0));
    assertThat(versions.get(0).getSuppressedChildren()).isEqualTo(1);
    assertThat(versions.get(0).getValueAtRiskMinor()).isEqualTo(9_000);

    for (int i = 0; i < 500; i++) {
      alert = lifecycle.childChanged(alert, new ChildChange("p", 1, 10, "EUR", at(1))).after();
    }
    pass(2);
    assertThat(changes()).containsExactly(AlertChange.OPENED, AlertChange.ESCALATED);
    assertThat(versions.get(1).getSuppressedChildren()).isEqualTo(501);
    assertThat(versions.get(1).getValueAtRiskMinor()).isEqualTo(14_000);
  }

  @Test
  void aParentIsNotForgottenBeforeItsChildren() {
    find(Alerts.port(Finding.Status.RAISED, 0));
    child(1, 9_000, 1);
    find(Alerts.port(Finding.Status.CLEARED, 2));
    pass(20);
    assertThat(alert.newest().getState()).isEqualTo(AlertState.RESOLVED);
    assertThat(lifecycle.dueAt(alert, now)).isEqualTo(AlertRecord.NEVER);
    assertThat(lifecycle.elapsed(alert, at(QUARTER))).isNotNull();

    child(-1, -9_000, QUARTER);
    assertThat(alert.children()).isEqualTo(AlertRecord.Children.NONE);
    assertThat(lifecycle.elapsed(alert, at(QUARTER))).isNotNull();
    assertThat(lifecycle.elapsed(alert, lifecycle.dueAt(alert, now))).isNull();
  }

  @Test
  void theEndOfAChildThatNobodyRemembersIsNotCounted() {
    child(-1, -9_000, 0);
    child(1, 4_000, 1);
    find(Alerts.port(Finding.Status.RAISED, 2));

    assertThat(versions.get(0).getSuppressedChildren()).isEqualTo(1);
    assertThat(alert.children().valueMinor()).isEqualTo(4_000);
  }

  private void child(int count, long valueMinor, long minute) {
    alert =
        lifecycle
            .childChanged(alert, new ChildChange("p", count, valueMinor, "EUR", at(minute)))
            .after();
  }

  @Test
  void childrenInAnotherCurrencyOnlyCount() {
    find(Alerts.port(Finding.Status.RAISED, 0));
    alert = lifecycle.childChanged(alert, new ChildChange("p", 1, 9_000, "USD", at(0))).after();
    pass(1);

    assertThat(alert.newest().getSuppressedChildren()).isEqualTo(1);
    assertThat(alert.newest().getValueAtRiskMinor()).isEqualTo(5_000);
    assertThat(alert.newest().getCurrency()).isEqualTo("EUR");
  }

  @Test
  void commandsWithoutEffectAreRefusedWithTheReason() throws Exception {
    assertRefused(
        () -> act(command("c", CommandKind.ACKNOWLEDGE, 0).build()),
        "command-alert-unknown",
        "alert_id must be of an alert that was opened, got SHIPMENT:s:MISSED_MILESTONE");
    find(raised("s", 10, 20_000));
    assertRefused(
        () -> act(command("c", CommandKind.ACKNOWLEDGE, 8).build()),
        "command-late",
        "event_time must not be before the alert was opened last, 2026-03-04T12:10:00Z, got"
            + " 2026-03-04T12:08:00Z");
    assertRefused(
        () -> act(snooze("c", 20, 15)),
        "command-snooze-over",
        "until must be after the command and the alert's newest version, got"
            + " 2026-03-04T12:15:00Z");
    act(command("c", CommandKind.RESOLVE, 20).build());
    assertRefused(
        () -> act(command("c", CommandKind.RESOLVE, 20).build()),
        "command-duplicate",
        "command_id must be new to its alert, got c again");
    assertRefused(
        () -> act(command("d", CommandKind.RESOLVE, 21).build()),
        "command-alert-resolved",
        "alert_id must be of an alert that is not resolved, got one resolved at"
            + " 2026-03-04T12:20:00Z");
    assertThat(changes()).containsExactly(AlertChange.OPENED, AlertChange.RESOLVED);
  }

  @Test
  void whatNobodyHearsOfIsResolvedAndForgotten() throws Exception {
    find(raised("s", 0, 20_000));
    act(command("c", CommandKind.ACKNOWLEDGE, 1).build());
    pass(90 * 24 * 60);
    assertThat(changes())
        .containsExactly(AlertChange.OPENED, AlertChange.ACKNOWLEDGED, AlertChange.RESOLVED);
    pass(90 * 24 * 60 + 1);
    assertThat(alert).isEqualTo(AlertRecord.EMPTY);
  }

  private static void assertRefused(ThrowingCallable act, String reason, String detail) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            RefusedCommandException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessage(detail);
  }

  private static AlertCommand snooze(String id, long minute, long until) {
    return command(id, CommandKind.SNOOZE, minute)
        .setUntil(Instant.ofEpochMilli(at(until)))
        .build();
  }

  private void find(Finding finding, AlertRecord before) {
    alert = before;
    find(finding);
  }

  private void find(Finding finding) {
    take(
        lifecycle.found(
            alert, finding, alert.newest() == null ? null : alert.newest().getParentId()));
  }

  private void act(AlertCommand command) throws RefusedCommandException {
    take(lifecycle.commanded(alert, command, null));
  }

  private void settle(String parentId, long minute) {
    take(lifecycle.settled(alert, parentId, at(minute), null));
  }

  /** Lets time pass as an operator does: what is due is done at its own time. */
  private void pass(long minute) {
    while (alert.newest() != null && lifecycle.dueAt(alert, now) <= at(minute)) {
      now = Math.max(now, lifecycle.dueAt(alert, now));
      Transition transition = lifecycle.elapsed(alert, now);
      if (transition == null) {
        alert = AlertRecord.EMPTY;
      } else {
        take(transition);
      }
    }
  }

  private void take(Transition transition) {
    alert = transition.after();
    versions.addAll(transition.versions());
    toParents.addAll(transition.toParents());
  }

  private List<AlertChange> changes() {
    return versions.stream().map(SupplyAlert::getChange).toList();
  }
}
