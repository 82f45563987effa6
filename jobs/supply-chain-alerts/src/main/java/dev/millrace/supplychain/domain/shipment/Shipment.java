package dev.millrace.supplychain.domain.shipment;

import dev.millrace.supply.PlannedMilestone;
import dev.millrace.supply.ShipmentMilestone;
import dev.millrace.supply.ShipmentPlan;
import java.util.ArrayList;
import java.util.List;

/**
 * A shipment: its newest plan, and what has happened of it. Plans, milestones and estimates may
 * come in any order and any number of times.
 *
 * <p>A step whose record never came has happened if a later one has. A delay that has happened
 * moves all later steps, and so does an estimate: a step is missed when nothing is heard of it at
 * the time at which, for all that is known, it was to happen, and not before those ahead of it.
 *
 * @param plan the plan with the highest version; null before the first, and of an ended shipment
 * @param version its version; 0 before the first
 * @param passed steps taken, at most {@link #MAX_STEPS}, in the order in which they were heard of
 * @param estimates newest estimate of each step, at most {@link #MAX_STEPS}
 * @param end how it ended
 * @param missed number of steps that were missed when that was said last; 0 if none
 * @param firstMissed place of the first of them in the plan; the others follow it
 * @param missedSince deadline of the first of them, milliseconds since 1970
 */
public record Shipment(
    ShipmentPlan plan,
    long version,
    List<Passed> passed,
    List<Passed> estimates,
    End end,
    int missed,
    int firstMissed,
    long missedSince) {

  /** Most steps of a plan, and most that are kept of a shipment without one. */
  public static final int MAX_STEPS = 64;

  /** How a shipment ends. */
  public enum End {
    /** It has not. */
    NONE,
    /** The last step has been taken. */
    DELIVERED,
    /** It does not take place. */
    CANCELLED
  }

  /** Nothing is known of it. */
  public static final Shipment UNKNOWN =
      new Shipment(null, 0, List.of(), List.of(), End.NONE, 0, 0, 0);

  /** Whether a plan changes anything. */
  public boolean isNew(ShipmentPlan other) {
    return end != End.DELIVERED && other.getVersion() > version;
  }

  /** With a newer plan. */
  public Shipment with(ShipmentPlan newer) {
    return new Shipment(
        newer,
        newer.getVersion(),
        passed,
        estimates,
        newer.getCancelled() ? End.CANCELLED : End.NONE,
        missed,
        firstMissed,
        missedSince);
  }

  /** With what a milestone says; the same if it says nothing new. */
  public Shipment with(ShipmentMilestone milestone) {
    long saidAt = milestone.getEventTime().toEpochMilli();
    boolean estimate = milestone.getEstimatedAt() != null;
    long time = estimate ? milestone.getEstimatedAt().toEpochMilli() : saidAt;
    Passed said = new Passed(milestone.getBusinessStep(), milestone.getReadPoint(), time, saidAt);
    List<Passed> known = estimate ? estimates : passed;
    List<Passed> now = new ArrayList<>(known.size() + 1);
    for (Passed other : known) {
      if (!other.isAt(said.step(), said.readPoint())) {
        now.add(other);
      } else if (estimate ? other.saidAt() >= saidAt : other.time() <= time) {
        return this;
      }
    }
    now.add(said);
    List<Passed> kept = now.size() > MAX_STEPS ? now.subList(1, now.size()) : now;
    return estimate
        ? new Shipment(
            plan, version, passed, List.copyOf(kept), end, missed, firstMissed, missedSince)
        : new Shipment(
            plan, version, List.copyOf(kept), estimates, end, missed, firstMissed, missedSince);
  }

  /** What is kept of one that has ended, so that repeated records do not bring it back. */
  public Shipment ended(End how) {
    return new Shipment(null, version, passed, List.of(), how, 0, 0, 0);
  }

  /** With what was said last: that so many steps, from the next one on, are missed. */
  public Shipment missing(int steps, long since) {
    return new Shipment(plan, version, passed, estimates, end, steps, next(), since);
  }

  /** With nothing said to be missed. */
  public Shipment missingNothing() {
    return new Shipment(plan, version, passed, estimates, end, 0, 0, 0);
  }

  /** Place of the furthest step taken in the plan; -1 if none was. */
  public int last() {
    for (int i = plan.getMilestones().size() - 1; i >= 0; i--) {
      if (happened(i) != null) {
        return i;
      }
    }
    return -1;
  }

  /** Place of the step that comes next; the number of steps if all were taken. */
  public int next() {
    return last() + 1;
  }

  /** Whether the last step of the plan has been taken. */
  public boolean isDelivered() {
    return plan != null && next() == plan.getMilestones().size();
  }

  /** When a step of the plan was taken; null if it was not heard of. */
  public Passed happened(int step) {
    return find(passed, step);
  }

  /** When a step is to happen, for all that is known, milliseconds since 1970. */
  public long expectedAt(int step) {
    long expected = plannedAt(step) + delay();
    for (int i = next(); i <= step; i++) {
      Passed estimate = find(estimates, i);
      if (estimate != null && estimate.saidAt() >= lastHeard()) {
        expected = plannedAt(step) + estimate.time() - plannedAt(i);
      }
    }
    return expected;
  }

  /** When the next step is to happen if nothing but what has happened counts. */
  public long expectedWithoutEstimate() {
    return plannedAt(next()) + delay();
  }

  /** Estimate of the next step; null if there is none since the last one was taken. */
  public Passed nextEstimate() {
    Passed estimate = find(estimates, next());
    return estimate == null || estimate.saidAt() < lastHeard() ? null : estimate;
  }

  /**
   * How many of the steps from the next one on were to have happened by now, grace included, and
   * have not.
   *
   * @param now milliseconds since 1970
   */
  public int missedAt(long now, TrackingRules rules) {
    int late = 0;
    for (long deadline : deadlines(rules)) {
      late += deadline <= now ? 1 : 0;
    }
    return late;
  }

  /** When as many steps as are said to be missed were, milliseconds since 1970; 0 if none is. */
  public long missedAll(TrackingRules rules) {
    // Savepoints of 0.1.0 may hold that a step is missed before one ahead of it.
    return missed == 0 || firstMissed != next() ? 0 : deadlines(rules)[missed - 1];
  }

  /** The first deadline after a time; Long.MAX_VALUE if there is none. */
  public long deadlineAfter(long now, TrackingRules rules) {
    for (long deadline : deadlines(rules)) {
      if (deadline > now) {
        return deadline;
      }
    }
    return Long.MAX_VALUE;
  }

  /** When the next step is missed, milliseconds since 1970. */
  public long firstDeadline(TrackingRules rules) {
    return deadlines(rules)[0];
  }

  /** When all steps are missed, milliseconds since 1970. */
  public long lastDeadline(TrackingRules rules) {
    long[] deadlines = deadlines(rules);
    return deadlines[deadlines.length - 1];
  }

  /**
   * When each step from the next one on is missed, ascending: while a step may still come in time,
   * nothing is to be heard of those after it.
   */
  private long[] deadlines(TrackingRules rules) {
    int next = next();
    long[] deadlines = new long[plan.getMilestones().size() - next];
    long latest = Long.MIN_VALUE;
    for (int i = 0; i < deadlines.length; i++) {
      long grace = rules.graceOf(step(next + i).getBusinessStep());
      latest = Math.max(latest, expectedAt(next + i) + grace);
      deadlines[i] = latest;
    }
    return deadlines;
  }

  /**
   * When the shipment will be at its end, for all that is known: a step that is missed happens now
   * at the earliest.
   *
   * @param now milliseconds since 1970
   */
  public long arrivalAt(long now) {
    int end = plan.getMilestones().size() - 1;
    long expected = expectedAt(end);
    return missed == 0 ? expected : Math.max(expected, expected + now - expectedAt(firstMissed));
  }

  /** Whether somebody has estimated a step that is still to come. */
  public boolean isEstimated() {
    for (int i = next(); i < plan.getMilestones().size(); i++) {
      Passed estimate = find(estimates, i);
      if (estimate != null && estimate.saidAt() >= lastHeard()) {
        return true;
      }
    }
    return false;
  }

  /** A step of the plan. */
  public PlannedMilestone step(int step) {
    return plan.getMilestones().get(step);
  }

  /** When a step is planned, milliseconds since 1970. */
  public long plannedAt(int step) {
    return step(step).getPlannedAt().toEpochMilli();
  }

  /** How much later than planned the last step was taken, in milliseconds, from 0. */
  private long delay() {
    int last = last();
    return last < 0 ? 0 : Math.max(0, happened(last).time() - plannedAt(last));
  }

  private long lastHeard() {
    int last = last();
    return last < 0 ? Long.MIN_VALUE : happened(last).time();
  }

  private Passed find(List<Passed> among, int step) {
    PlannedMilestone planned = step(step);
    for (Passed candidate : among) {
      if (candidate.isAt(planned.getBusinessStep(), planned.getReadPoint())) {
        return candidate;
      }
    }
    return null;
  }
}
