package dev.millrace.supplychain.domain.alert;

import static java.util.Objects.requireNonNull;

import dev.millrace.suite.Source;
import dev.millrace.supply.AlertChange;
import dev.millrace.supply.AlertCommand;
import dev.millrace.supply.AlertKind;
import dev.millrace.supply.AlertState;
import dev.millrace.supply.CommandKind;
import dev.millrace.supply.SupplyAlert;
import dev.millrace.supplychain.domain.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * The life of an alert: opened, updated, escalated, resolved, opened again; suppressed while it is
 * part of another; acknowledged, snoozed and resolved by people.
 *
 * <p>Each version of an alert has the number after that of the one before, for its whole life.
 * Between two versions that open it is one that resolves it.
 */
public final class AlertLifecycle {

  /** How far a person's clock may be behind that of the events. */
  public static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

  /** What only is forecast, and the figure that says how bad it will be. */
  private static final Map<AlertKind, String> FORECASTS =
      Map.of(AlertKind.ETA_SLIP, "late_hours", AlertKind.STOCK_OUT_RISK, "short_units");

  /** How much worse than a disruption explained a forecast must become to be news again. */
  private static final double WORSE = 1.25;

  private final AlertRules rules;
  private final Materiality materiality;

  public AlertLifecycle(AlertRules rules) {
    this.rules = requireNonNull(rules);
    this.materiality = new Materiality(rules.materialChange());
  }

  /**
   * What comes of a finding.
   *
   * @param parentId alert that it is part of by now; null if of none
   */
  public Transition found(AlertRecord before, Finding finding, String parentId) {
    Draft draft = new Draft(rules, before, finding.time());
    if (finding.status() == Finding.Status.CLEARED) {
      if (before.newest() == null) {
        return Transition.silent(before);
      }
      draft.heard();
      draft.undismiss();
      if (draft.isActive()) {
        draft.cleared();
      }
      return draft.done();
    }
    draft.heard();
    if (draft.isActive()) {
      update(draft, finding, parentId);
    } else if (!draft.isDismissed() || isAnew(draft.newest(), finding)) {
      draft.open(finding, parentId);
    }
    return draft.done();
  }

  /**
   * Whether a finding is to wait before it opens an alert: what is only forecast is no news to its
   * owner if a closed port is about to explain it. What has happened does not wait.
   *
   * @param parentId alert that it is part of by now; null if of none
   */
  public boolean isToWait(AlertRecord alert, Finding finding, String parentId) {
    return FORECASTS.containsKey(finding.kind())
        && finding.status() == Finding.Status.RAISED
        && parentId == null
        && !finding.parents().isEmpty()
        && !rules.forecastsWait().isZero()
        && !new Draft(rules, alert, finding.time()).isActive();
  }

  /** Until when it waits, milliseconds since 1970. */
  public long waitsUntil(Finding finding) {
    return finding.time() + rules.forecastsWait().toMillis();
  }

  private static boolean isAnew(SupplyAlert resolved, Finding finding) {
    return finding.since() > resolved.getResolvedAt().toEpochMilli();
  }

  private void update(Draft draft, Finding finding, String parentId) {
    SupplyAlert newest = draft.newest();
    draft.raised(finding);
    SupplyAlert.Builder version = draft.describe(SupplyAlert.newBuilder(newest), finding);
    if (finding.since() < newest.getSince().toEpochMilli()) {
      version.setSince(Instant.ofEpochMilli(finding.since()));
    }
    Long impactAt = finding.stake().impactAt();
    if (parentId == null
        && isExplained(newest)
        && isStillBlamed(newest, finding)
        && !isWorse(newest, finding)) {
      return; // its figures stay those that were explained, so that many small steps are worse, too
    }
    if (!Objects.equals(parentId, newest.getParentId())) {
      move(draft, version, parentId, finding.source());
    } else if (draft.isSnoozeOver()) {
      endSnooze(draft, version, finding.source());
    } else if (newest.getState() == AlertState.OPEN
        && (draft.isWorse(impactAt) || draft.hasGrown())) {
      escalate(draft, version, finding.source());
    } else if (draft.severity(impactAt) != newest.getSeverity()
        || materiality.differs(newest, version, finding.stake().valueMinor())) {
      draft.say(version, AlertChange.UPDATED, finding.source());
    }
  }

  /** Whether it is a forecast that became part of a disruption, under way or not any more. */
  private static boolean isExplained(SupplyAlert newest) {
    return FORECASTS.containsKey(newest.getKind()) && newest.getParentId() != null;
  }

  /**
   * Whether what explained it may still be its cause. A ship that has gone on is late because of
   * the port behind it; stock for which nothing is held up any more runs out all the same.
   */
  private static boolean isStillBlamed(SupplyAlert newest, Finding finding) {
    String parent = newest.getParentId();
    return finding.kind() != AlertKind.STOCK_OUT_RISK
        || finding.parents().contains(parent.substring(0, parent.lastIndexOf(':')));
  }

  private static boolean isWorse(SupplyAlert newest, Finding finding) {
    String figure = FORECASTS.get(finding.kind());
    return finding.evidence().getOrDefault(figure, 0.0)
        > WORSE * newest.getEvidence().getOrDefault(figure, 0.0);
  }

  /**
   * What comes of its parent having begun, ended or changed. A disruption that ends by itself
   * releases what has happened because of it; a forecast that it explains stays part of it until it
   * becomes worse: that a ship which left late is late is no news to anybody when the port opens.
   *
   * @param source the command that ended it; null where it ended by itself
   */
  public Transition settled(AlertRecord before, String parentId, long time, Source source) {
    Draft draft = new Draft(rules, before, time);
    if (!draft.isActive()
        || Objects.equals(parentId, draft.parentId())
        || (parentId == null && source == null && isExplained(draft.newest()))) {
      return Transition.silent(before);
    }
    move(draft, SupplyAlert.newBuilder(draft.newest()), parentId, source);
    return draft.done();
  }

  private static void move(
      Draft draft, SupplyAlert.Builder version, String parentId, Source source) {
    version.setParentId(parentId);
    if (parentId == null) {
      draft.await();
    }
    draft.say(version, parentId == null ? AlertChange.RELEASED : AlertChange.SUPPRESSED, source);
  }

  /** What comes of a change among the alerts that are part of it. */
  public Transition childChanged(AlertRecord before, ChildChange change) {
    Draft draft = new Draft(rules, before, change.time());
    draft.heard();
    draft.child(change);
    return draft.done();
  }

  /**
   * What comes of a person's command.
   *
   * @throws RefusedCommandException if it has no effect
   */
  public Transition commanded(AlertRecord before, AlertCommand command, Source source)
      throws RefusedCommandException {
    check(before, command);
    Draft draft = new Draft(rules, before, command.getEventTime().toEpochMilli());
    draft.remember(command.getCommandId());
    if (command.getKind() == CommandKind.RESOLVE) {
      draft.dismiss();
      draft.snooze(0);
      draft.resolve(AlertChange.RESOLVED, command.getBy(), source);
      return draft.done();
    }
    AlertChange change;
    if (command.getKind() == CommandKind.SNOOZE) {
      draft.snooze(command.getUntil().toEpochMilli());
      change = AlertChange.SNOOZED;
    } else {
      draft.acknowledge();
      change = AlertChange.ACKNOWLEDGED;
    }
    draft.say(SupplyAlert.newBuilder(draft.newest()).setActedBy(command.getBy()), change, source);
    return draft.done();
  }

  private static void check(AlertRecord before, AlertCommand command)
      throws RefusedCommandException {
    SupplyAlert newest = before.newest();
    if (newest == null) {
      throw new RefusedCommandException(
          "command-alert-unknown",
          "alert_id must be of an alert that was opened, got " + command.getAlertId());
    }
    if (before.commands().contains(command.getCommandId())) {
      throw new RefusedCommandException(
          "command-duplicate",
          "command_id must be new to its alert, got %s again".formatted(command.getCommandId()));
    }
    if (command.getKind() == CommandKind.UNKNOWN) {
      throw new RefusedCommandException(
          "command-kind-unknown", "kind must be ACKNOWLEDGE, SNOOZE or RESOLVE, got UNKNOWN");
    }
    if (newest.getState() == AlertState.RESOLVED) {
      throw new RefusedCommandException(
          "command-alert-resolved",
          "alert_id must be of an alert that is not resolved, got one resolved at "
              + newest.getResolvedAt());
    }
    Instant given = command.getEventTime();
    if (given.isBefore(newest.getOpenedAt().minus(CLOCK_TOLERANCE))) {
      throw new RefusedCommandException(
          "command-late",
          "event_time must not be before the alert was opened last, %s, got %s"
              .formatted(newest.getOpenedAt(), given));
    }
    if (command.getKind() == CommandKind.SNOOZE
        && (command.getUntil() == null
            || !command.getUntil().isAfter(given)
            || !command.getUntil().isAfter(newest.getEventTime()))) {
      throw new RefusedCommandException(
          "command-snooze-over",
          "until must be after the command and the alert's newest version, got "
              + command.getUntil());
    }
  }

  /**
   * What comes of time. At most one version: ask again while {@link #dueAt} is not later than now.
   *
   * @return null if nothing of the alert need be kept any more
   */
  public Transition elapsed(AlertRecord before, long now) {
    Draft draft = new Draft(rules, before, now);
    if (!draft.isActive()) {
      return draft.isForgotten() && !draft.hasChildren() ? null : Transition.silent(before);
    }
    if (draft.isOver() || draft.isForgotten()) {
      draft.resolve(AlertChange.RESOLVED, null, null);
      return draft.done();
    }
    SupplyAlert.Builder version = SupplyAlert.newBuilder(draft.newest());
    boolean childrenDue = draft.areChildrenDue();
    if (childrenDue) {
      draft.toldChildren();
    }
    if (draft.isSnoozeOver()) {
      endSnooze(draft, version, null);
      return draft.done();
    }
    if (draft.state() == AlertState.OPEN) {
      boolean overdue = draft.isOverdue();
      if (overdue) {
        draft.escalateByTime();
      }
      if (overdue || draft.isWorse(draft.impactAt()) || draft.hasGrown()) {
        escalate(draft, version, null);
        return draft.done();
      }
    } else if (draft.isOverdue()) {
      draft.passOver();
    }
    if (childrenDue && draft.haveChildrenChanged()) {
      draft.say(version, AlertChange.UPDATED, null);
    }
    return draft.done();
  }

  /** By a finding too, which may come before the time of the deadlines does. */
  private static void endSnooze(Draft draft, SupplyAlert.Builder version, Source source) {
    draft.await();
    draft.say(version, AlertChange.SNOOZE_ENDED, source);
  }

  private static void escalate(Draft draft, SupplyAlert.Builder version, Source source) {
    draft.await();
    draft.say(version.setEscalation(version.getEscalation() + 1), AlertChange.ESCALATED, source);
  }

  /**
   * When time next changes an alert, milliseconds since 1970; {@link AlertRecord#NEVER} if it does
   * not.
   *
   * @param now the newest time known
   */
  public long dueAt(AlertRecord alert, long now) {
    return new Draft(rules, alert, now).dueAt();
  }
}
