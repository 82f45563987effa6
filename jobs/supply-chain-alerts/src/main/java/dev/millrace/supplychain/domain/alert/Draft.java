package dev.millrace.supplychain.domain.alert;

import static dev.millrace.supplychain.domain.alert.AlertRecord.NEVER;

import dev.millrace.suite.Source;
import dev.millrace.supply.AlertChange;
import dev.millrace.supply.AlertState;
import dev.millrace.supply.Severity;
import dev.millrace.supply.SupplyAlert;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Stake;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An alert while one event changes it. */
final class Draft {
  private final AlertRules rules;
  private final long now;

  private SupplyAlert newest;
  private List<String> parents;
  private Long ownValueMinor;
  private String ownCurrency;
  private boolean acknowledged;
  private long snoozedUntil;
  private long waitingSince;
  private long waitingValueMinor;
  private int overdue;
  private long clearedAt;
  private long heardAt;
  private boolean dismissed;
  private AlertRecord.Children children;
  private long childrenDueAt;
  private final AlertRecord.Share share;
  private List<String> commands;
  private final long forgotten;

  private final List<SupplyAlert> versions = new ArrayList<>(1);

  /**
   * Begins a change.
   *
   * @param time of the event, milliseconds since 1970; a version is never older than the one before
   */
  Draft(AlertRules rules, AlertRecord before, long time) {
    this.rules = rules;
    newest = before.newest();
    parents = before.parents();
    ownValueMinor = before.ownValueMinor();
    ownCurrency = before.ownCurrency();
    acknowledged = before.acknowledged();
    snoozedUntil = before.snoozedUntil();
    waitingSince = before.waitingSince();
    waitingValueMinor = before.waitingValueMinor();
    overdue = before.overdue();
    clearedAt = before.clearedAt();
    heardAt = before.heardAt();
    dismissed = before.dismissed();
    children = before.children();
    childrenDueAt = before.childrenDueAt();
    share = before.share();
    commands = before.commands();
    forgotten = before.forgotten();
    now = newest == null ? time : Math.max(time, newest.getEventTime().toEpochMilli());
  }

  long now() {
    return now;
  }

  boolean isActive() {
    return newest != null && newest.getState() != AlertState.RESOLVED;
  }

  AlertState state() {
    return newest == null ? AlertState.UNKNOWN : newest.getState();
  }

  String parentId() {
    return newest == null ? null : newest.getParentId();
  }

  SupplyAlert newest() {
    return newest;
  }

  void heard() {
    heardAt = Math.max(heardAt, now);
  }

  void cleared() {
    if (clearedAt == NEVER) {
      clearedAt = now;
    }
  }

  void raised(Finding finding) {
    clearedAt = NEVER;
    parents = finding.parents();
    ownValueMinor = finding.stake().valueMinor();
    ownCurrency = finding.stake().currency();
  }

  boolean isDismissed() {
    return dismissed;
  }

  void dismiss() {
    dismissed = clearedAt == NEVER;
  }

  void undismiss() {
    dismissed = false;
  }

  void acknowledge() {
    acknowledged = true;
    snoozedUntil = 0;
  }

  /** Who puts it off does not work on it: when that is over, it waits for somebody. */
  void snooze(long until) {
    acknowledged = false;
    snoozedUntil = until;
  }

  void remember(String commandId) {
    List<String> more = new ArrayList<>(commands);
    more.add(commandId);
    commands =
        more.size() > AlertRecord.MAX_COMMANDS
            ? new ArrayList<>(more.subList(1, more.size()))
            : more;
  }

  void child(ChildChange change) {
    children = children.with(change);
    if (isActive() && childrenDueAt == NEVER) {
      childrenDueAt = now + rules.childrenEvery().toMillis();
    }
  }

  /** Whether others are part of it: what ends of them later must find what it counts. */
  boolean hasChildren() {
    return children.count() > 0;
  }

  boolean areChildrenDue() {
    return childrenDueAt <= now;
  }

  void toldChildren() {
    childrenDueAt = NEVER;
  }

  /** Whether its children are not those that the newest version counts. */
  boolean haveChildrenChanged() {
    return children.count() != newest.getSuppressedChildren();
  }

  /** Starts waiting for somebody, now. */
  void await() {
    waitingSince = now;
    waitingValueMinor = value() == null ? 0 : value();
  }

  boolean isOverdue() {
    return !acknowledged && overdue < rules.escalation().most() && waitingSince + waits() <= now;
  }

  /** Time goes on for it, and it starts to wait again. */
  void passOver() {
    waitingSince = now;
  }

  void escalateByTime() {
    overdue++;
  }

  boolean hasGrown() {
    Long value = value();
    return value != null
        && waitingValueMinor > 0
        && value >= waitingValueMinor * rules.escalation().valueGrowth();
  }

  Severity severity(Long impactAt) {
    return rules.severity().of(value(), impactAt, overdue, now);
  }

  boolean isWorse(Long impactAt) {
    return SeverityRules.step(severity(impactAt)) > SeverityRules.step(newest.getSeverity());
  }

  /**
   * Value at risk. A finding about a place counts the shipments whose alerts are its children, so
   * the two are not added up: the larger counts.
   */
  private Long value() {
    if (children.currency() == null || !hasChildren()) {
      return ownValueMinor;
    }
    if (ownValueMinor == null) {
      return children.valueMinor();
    }
    return children.currency().equals(ownCurrency)
        ? Math.max(ownValueMinor, children.valueMinor())
        : ownValueMinor;
  }

  private String currency() {
    if (value() == null) {
      return null;
    }
    return ownValueMinor == null ? children.currency() : ownCurrency;
  }

  /** What is suppressed becomes more severe without a version that says so. */
  private long waits() {
    long high = rules.escalation().after().toMillis();
    return switch (state() == AlertState.SUPPRESSED ? severity(impactAt()) : newest.getSeverity()) {
      case CRITICAL -> high / 4;
      case HIGH -> high;
      case MEDIUM -> high * 4;
      case UNKNOWN, LOW -> high * 16;
    };
  }

  /** Opens it, or opens it again. */
  void open(Finding finding, String parentId) {
    boolean again =
        newest != null
            && now - newest.getResolvedAt().toEpochMilli() <= rules.reopenWithin().toMillis();
    acknowledged = false;
    dismissed = false;
    overdue = 0;
    if (!again) {
      snoozedUntil = 0;
    }
    raised(finding);
    await();
    SupplyAlert.Builder version =
        SupplyAlert.newBuilder()
            .setAlertId(finding.alertId())
            .setKind(finding.kind())
            .setSubjectType(finding.subjectType())
            .setSubjectId(finding.subjectId())
            .setEscalation(0)
            .setSince(Instant.ofEpochMilli(finding.since()))
            .setOpenedAt(Instant.ofEpochMilli(now))
            .setParentId(parentId)
            .setActedBy(again ? newest.getActedBy() : null);
    say(
        describe(version, finding),
        again ? AlertChange.REOPENED : AlertChange.OPENED,
        finding.source());
  }

  /** What a finding says, in a version. */
  SupplyAlert.Builder describe(SupplyAlert.Builder version, Finding finding) {
    Stake stake = finding.stake();
    return version
        .setOwner(stake.owner() == null ? rules.defaultOwner() : stake.owner())
        .setImpactAt(stake.impactAt() == null ? null : Instant.ofEpochMilli(stake.impactAt()))
        .setOrderIds(List.copyOf(stake.orderIds()))
        .setSummary(finding.summary())
        .setEvidence(Map.copyOf(finding.evidence()))
        .setAction(finding.action());
  }

  /** Tells that it is over. */
  void resolve(AlertChange change, String by, Source source) {
    SupplyAlert.Builder version =
        SupplyAlert.newBuilder(newest)
            .setParentId(null)
            .setResolvedAt(Instant.ofEpochMilli(now))
            .setActedBy(by == null ? newest.getActedBy() : by);
    clearedAt = NEVER;
    childrenDueAt = NEVER;
    acknowledged = false;
    say(version, change, source);
    // What comes after needs its number and times only.
    newest =
        SupplyAlert.newBuilder(newest)
            .setOrderIds(List.of())
            .setEvidence(Map.of())
            .setAction(null)
            .build();
    parents = List.of();
  }

  /** Adds a version, with all that follows from what this has by now. */
  void say(SupplyAlert.Builder version, AlertChange change, Source source) {
    Long impactAt = version.getImpactAt() == null ? null : version.getImpactAt().toEpochMilli();
    AlertState state = stateOf(version);
    childrenDueAt = NEVER;
    newest =
        version
            .setVersion((newest == null ? forgotten : newest.getVersion()) + 1)
            .setState(state)
            .setChange(change)
            .setSeverity(severity(impactAt))
            .setEventTime(Instant.ofEpochMilli(now))
            .setSnoozedUntil(
                state == AlertState.SNOOZED ? Instant.ofEpochMilli(snoozedUntil) : null)
            .setSuppressedChildren(children.count())
            .setValueAtRiskMinor(value())
            .setCurrency(currency())
            .setSource(source)
            .build();
    versions.add(newest);
  }

  private AlertState stateOf(SupplyAlert.Builder version) {
    if (version.getResolvedAt() != null) {
      return AlertState.RESOLVED;
    }
    if (version.getParentId() != null) {
      return AlertState.SUPPRESSED;
    }
    if (snoozedUntil > now) {
      return AlertState.SNOOZED;
    }
    return acknowledged ? AlertState.ACKNOWLEDGED : AlertState.OPEN;
  }

  /** What came of it. */
  Transition done() {
    List<ChildChange> toParents = new ArrayList<>(2);
    AlertRecord.Share told = share();
    if (share.parentId() != null && !share.parentId().equals(told.parentId())) {
      toParents.add(
          new ChildChange(share.parentId(), -1, -share.valueMinor(), share.currency(), now));
    }
    if (told.parentId() != null && !told.parentId().equals(share.parentId())) {
      toParents.add(new ChildChange(told.parentId(), 1, told.valueMinor(), told.currency(), now));
    } else if (told.parentId() != null && !told.equals(share)) {
      toParents.add(
          new ChildChange(share.parentId(), 0, -share.valueMinor(), share.currency(), now));
      toParents.add(new ChildChange(told.parentId(), 0, told.valueMinor(), told.currency(), now));
    }
    return new Transition(record(told), List.copyOf(versions), toParents);
  }

  private AlertRecord.Share share() {
    if (parentId() == null || !isActive()) {
      return AlertRecord.Share.NONE;
    }
    Long value = newest.getValueAtRiskMinor();
    return new AlertRecord.Share(
        newest.getParentId(), value == null ? 0 : value, newest.getCurrency());
  }

  private AlertRecord record(AlertRecord.Share told) {
    return new AlertRecord(
        newest,
        parents,
        ownValueMinor,
        ownCurrency,
        acknowledged,
        snoozedUntil,
        waitingSince,
        waitingValueMinor,
        overdue,
        clearedAt,
        heardAt,
        dismissed,
        children,
        childrenDueAt,
        told,
        commands,
        forgotten);
  }

  /** When time next changes it; {@link AlertRecord#NEVER} if it does not. */
  long dueAt() {
    long forgotten = heardAt + rules.retention().toMillis();
    if (!isActive()) {
      return hasChildren() ? NEVER : forgotten;
    }
    long due = Math.min(forgotten, childrenDueAt);
    if (clearedAt != NEVER) {
      due = Math.min(due, clearedAt + rules.clearAfter().toMillis());
    }
    if (snoozedUntil > now) {
      due = Math.min(due, snoozedUntil);
    }
    // What is suppressed goes on as if it waited: it may be released where no timer can be set.
    if (state() == AlertState.OPEN || state() == AlertState.SUPPRESSED) {
      if (!acknowledged && overdue < rules.escalation().most()) {
        due = Math.min(due, waitingSince + waits());
      }
      due = Math.min(due, rules.severity().nextStep(impactAt(), now));
    }
    return due;
  }

  Long impactAt() {
    return newest.getImpactAt() == null ? null : newest.getImpactAt().toEpochMilli();
  }

  boolean isOver() {
    return clearedAt != NEVER && clearedAt + rules.clearAfter().toMillis() <= now;
  }

  boolean isForgotten() {
    return heardAt + rules.retention().toMillis() <= now;
  }

  boolean isSnoozeOver() {
    return state() == AlertState.SNOOZED && snoozedUntil <= now;
  }
}
