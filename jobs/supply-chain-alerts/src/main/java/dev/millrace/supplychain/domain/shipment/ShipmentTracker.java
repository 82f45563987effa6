package dev.millrace.supplychain.domain.shipment;

import static java.util.Objects.requireNonNull;

import dev.millrace.suite.Source;
import dev.millrace.supply.AlertKind;
import dev.millrace.supply.PlannedMilestone;
import dev.millrace.supply.RecommendedAction;
import dev.millrace.supply.ShipmentMilestone;
import dev.millrace.supply.ShipmentPlan;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Stake;
import dev.millrace.supplychain.domain.place.Passage;
import dev.millrace.supplychain.domain.shipment.Shipment.End;
import dev.millrace.supplychain.domain.shipment.Voyage.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Follows one shipment and says which of its steps are missed. */
public final class ShipmentTracker {
  private static final double HOUR = 3_600_000;

  private final TrackingRules rules;

  public ShipmentTracker(TrackingRules rules) {
    this.rules = requireNonNull(rules);
  }

  /**
   * What follows from a record, or from time passing.
   *
   * @param shipment what is known now; null if nothing needs to be
   * @param findings about missed steps
   * @param passages what its places hear
   * @param voyages what its lane hears: where it stands
   * @param wakeAt when it is to be looked at again, milliseconds since 1970
   */
  public record Result(
      Shipment shipment,
      List<Finding> findings,
      List<Passage> passages,
      List<Voyage> voyages,
      long wakeAt) {}

  /**
   * After a plan was read.
   *
   * @param now time of the deadlines, milliseconds since 1970
   */
  public Result planned(Shipment before, ShipmentPlan plan, long now, Source source) {
    Shipment after = before.isNew(plan) ? before.with(plan) : before;
    return follow(before, after, moment(before, plan.getEventTime(), now, source));
  }

  /** After a milestone or an estimate was read. */
  public Result reported(Shipment before, ShipmentMilestone milestone, long now, Source source) {
    Shipment after = before.end() == End.DELIVERED ? before : before.with(milestone);
    return follow(before, after, moment(before, milestone.getEventTime(), now, source));
  }

  /** When a time has come that a result named. */
  public Result awake(Shipment before, long now) {
    Moment moment = new Moment(now, now, null);
    if (before.plan() == null) {
      return new Result(null, List.of(), List.of(), List.of(), Long.MAX_VALUE);
    }
    int missed = before.missedAt(now, rules);
    if (now >= before.lastDeadline(rules) + rules.retention()) {
      return ended(before, before, null, moment);
    }
    if (missed == 0 || isSaid(before, missed)) {
      return new Result(before, List.of(), List.of(), List.of(), wakeAt(before, now));
    }
    Shipment after = missing(before, missed);
    return new Result(
        after,
        List.of(missed(after, moment)),
        List.of(),
        List.of(told(after, Phase.OPEN, moment)),
        wakeAt(after, now));
  }

  /**
   * The moment of a change.
   *
   * @param time of the event, milliseconds since 1970
   * @param now of the deadlines, milliseconds since 1970
   * @param source the record; null where time passing is the cause
   */
  private record Moment(long time, long now, Source source) {}

  /** After a restart the clock begins anew: what was said to be missed tells how late it was. */
  private Moment moment(Shipment before, Instant time, long now, Source source) {
    return new Moment(time.toEpochMilli(), Math.max(now, before.missedAll(rules)), source);
  }

  private Result follow(Shipment before, Shipment after, Moment moment) {
    if (after.plan() == null) {
      return new Result(after, List.of(), List.of(), List.of(), forgottenAt(moment));
    }
    if (after.end() == End.CANCELLED) {
      return ended(before, after, End.CANCELLED, moment);
    }
    if (after.isDelivered()) {
      return ended(before, after, End.DELIVERED, moment);
    }
    List<Finding> findings = new ArrayList<>();
    Shipment said = after;
    if (after.missed() > 0) {
      int missed = after.missedAt(moment.now(), rules);
      if (missed == 0) {
        findings.add(cleared(after, moment));
        said = after.missingNothing();
      } else if (!isSaid(after, missed) || hasOtherOwner(before, after)) {
        said = missing(after, missed);
        findings.add(missed(said, moment));
      }
    }
    List<Passage> passages =
        said.equals(before)
            ? List.of()
            : Outlook.passages(before, said, moment.time(), moment.source());
    return new Result(
        said, findings, passages, voyages(before, said, moment), wakeAt(said, moment.now()));
  }

  private static List<Voyage> voyages(Shipment before, Shipment after, Moment moment) {
    List<Voyage> voyages = new ArrayList<>(unladen(before, after, moment));
    Voyage now = Outlook.voyage(after, Phase.OPEN, moment.now());
    if (hasMoved(before, after)) {
      voyages.add(told(before, Phase.MOVED_AWAY, moment));
      voyages.add(told(after, Phase.MOVED_HERE, moment));
    } else if (before.plan() == null
        || !now.equals(Outlook.voyage(before, Phase.OPEN, moment.now()))) {
      voyages.add(told(after, Phase.OPEN, moment));
    }
    return voyages;
  }

  /** What orders hear that a newer plan does not name any more; nobody else would tell them. */
  private static List<Voyage> unladen(Shipment before, Shipment after, Moment moment) {
    if (before.plan() == null || before.version() == after.version()) {
      return List.of();
    }
    List<String> orders = new ArrayList<>(before.plan().getOrderIds());
    orders.removeAll(new HashSet<>(after.plan().getOrderIds()));
    if (orders.isEmpty()) {
      return List.of();
    }
    ShipmentPlan rest = ShipmentPlan.newBuilder(before.plan()).setOrderIds(orders).build();
    return List.of(told(before.with(rest), Phase.UNLADEN, moment));
  }

  private static boolean hasOtherOwner(Shipment before, Shipment after) {
    return before.plan() != null
        && !Objects.equals(before.plan().getOwner(), after.plan().getOwner());
  }

  private static boolean hasMoved(Shipment before, Shipment after) {
    return before.plan() != null && !before.plan().getLaneId().equals(after.plan().getLaneId());
  }

  /** A shipment that is over, or given up: everybody who waits for it is told. */
  private Result ended(Shipment before, Shipment after, End how, Moment moment) {
    List<Finding> findings = after.missed() > 0 ? List.of(cleared(after, moment)) : List.of();
    Phase phase = how == End.DELIVERED ? Phase.DELIVERED : Phase.GONE;
    Shipment rest = after.ended(how == null ? End.NONE : how);
    List<Voyage> voyages = new ArrayList<>(unladen(before, after, moment));
    if (hasMoved(before, after)) {
      voyages.add(told(before, Phase.GONE, moment));
    }
    // Not with steps that were missed by a plan that may have had more of them.
    voyages.add(told(after.missingNothing(), phase, moment));
    return new Result(
        how == null ? null : rest,
        findings,
        before.plan() == null
            ? List.of()
            : Outlook.passages(
                before, how == End.DELIVERED ? after : rest, moment.time(), moment.source()),
        voyages,
        how == null ? Long.MAX_VALUE : forgottenAt(moment));
  }

  /** An old record that is read again does not make anything forgotten earlier. */
  private long forgottenAt(Moment moment) {
    return Math.max(moment.time(), moment.now()) + rules.retention();
  }

  private long wakeAt(Shipment shipment, long now) {
    int missed = shipment.missedAt(now, rules);
    if (missed > 0 && !isSaid(shipment, missed)) {
      return now;
    }
    long deadline = shipment.deadlineAfter(now, rules);
    return deadline == Long.MAX_VALUE ? shipment.lastDeadline(rules) + rules.retention() : deadline;
  }

  private static boolean isSaid(Shipment shipment, int missed) {
    return shipment.missed() == missed && shipment.firstMissed() == shipment.next();
  }

  private Shipment missing(Shipment shipment, int missed) {
    return shipment.missing(
        missed, shipment.missed() > 0 ? shipment.missedSince() : shipment.firstDeadline(rules));
  }

  private static Voyage told(Shipment shipment, Phase phase, Moment moment) {
    return Outlook.voyage(shipment, phase, moment.now()).at(moment.time(), moment.source());
  }

  private Finding missed(Shipment shipment, Moment moment) {
    PlannedMilestone first = shipment.step(shipment.firstMissed());
    long expected = shipment.expectedAt(shipment.firstMissed());
    double overdue = (moment.now() - expected) / HOUR;
    List<Integer> steps = new ArrayList<>();
    for (int i = 0; i < shipment.missed(); i++) {
      steps.add(shipment.firstMissed() + i);
    }
    return finding(
        shipment,
        Finding.Status.RAISED,
        moment,
        String.format(
            Locale.ROOT,
            "Shipment %s has not reported %s at %s, expected %s, %.1f h ago",
            shipment.plan().getShipmentId(),
            first.getBusinessStep(),
            first.getReadPoint(),
            Instant.ofEpochMilli(expected),
            overdue),
        Map.of(
            "overdue_hours",
            overdue,
            "grace_hours",
            rules.graceOf(first.getBusinessStep()) / HOUR,
            "missed_steps",
            (double) shipment.missed(),
            "delay_against_plan_hours",
            (shipment.arrivalAt(moment.now()) - plannedEnd(shipment)) / HOUR),
        expedite(shipment, moment.now()),
        Outlook.parents(shipment, steps));
  }

  private Finding cleared(Shipment shipment, Moment moment) {
    return finding(
        shipment,
        Finding.Status.CLEARED,
        moment,
        "Shipment %s: what was missed has been reported or is not waited for any more"
            .formatted(shipment.plan().getShipmentId()),
        Map.of(),
        null,
        Outlook.parents(shipment, List.of()));
  }

  private static Finding finding(
      Shipment shipment,
      Finding.Status status,
      Moment moment,
      String summary,
      Map<String, Double> evidence,
      RecommendedAction action,
      List<String> parents) {
    return new Finding(
        AlertKind.MISSED_MILESTONE,
        SubjectType.SHIPMENT,
        shipment.plan().getShipmentId(),
        status,
        shipment.missedSince(),
        moment.time(),
        stake(shipment.plan(), needed(shipment)),
        summary,
        evidence,
        action,
        parents,
        moment.source());
  }

  private static Stake stake(ShipmentPlan plan, long impactAt) {
    return new Stake(
        plan.getValueMinor(),
        plan.getCurrency(),
        impactAt,
        plan.getOwner(),
        Stake.named(plan.getOrderIds()));
  }

  private RecommendedAction expedite(Shipment shipment, long now) {
    ShipmentPlan plan = shipment.plan();
    long arrival = shipment.arrivalAt(now);
    return rules
        .expediting()
        .of(
            arrival - needed(shipment),
            arrival - now,
            plan.getValueMinor(),
            plan.getFreightMinor());
  }

  private static long needed(Shipment shipment) {
    return shipment.plan().getRequiredBy() == null
        ? plannedEnd(shipment)
        : shipment.plan().getRequiredBy().toEpochMilli();
  }

  private static long plannedEnd(Shipment shipment) {
    return shipment.plannedAt(shipment.plan().getMilestones().size() - 1);
  }
}
