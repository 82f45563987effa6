package dev.millrace.supplychain.domain.shipment;

import dev.millrace.suite.Source;
import dev.millrace.supply.BusinessStep;
import dev.millrace.supply.PlannedMilestone;
import dev.millrace.supply.ShipmentPlan;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Stake;
import dev.millrace.supplychain.domain.place.Passage;
import dev.millrace.supplychain.domain.place.Passage.Kind;
import dev.millrace.supplychain.domain.shipment.Shipment.End;
import dev.millrace.supplychain.domain.shipment.Voyage.Phase;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What lanes, ports and carriers are told of a shipment. */
final class Outlook {
  private static final long SHORTEST_LEG = 3_600_000;

  private static final Set<BusinessStep> AT_PORTS =
      Set.of(
          BusinessStep.LOADING,
          BusinessStep.DEPARTING,
          BusinessStep.TRANSPORTING,
          BusinessStep.ARRIVING,
          BusinessStep.UNLOADING,
          BusinessStep.INSPECTING,
          BusinessStep.HOLDING);
  private static final Set<BusinessStep> ON_LANES =
      Set.of(BusinessStep.TRANSPORTING, BusinessStep.ARRIVING);
  private static final Set<BusinessStep> WITH_CARRIERS =
      Set.of(BusinessStep.DEPARTING, BusinessStep.TRANSPORTING, BusinessStep.ARRIVING);

  private Outlook() {}

  /** What changes for the places when a shipment does. */
  static List<Passage> passages(Shipment before, Shipment after, long time, Source source) {
    List<Passage> expectedBefore = expected(before);
    List<Passage> expectedAfter = expected(after);
    List<Passage> said = new ArrayList<>();
    for (Passage passage : expectedBefore) {
      if (!expectedAfter.contains(passage)) {
        Passed happened = happened(after, passage.step(), before);
        if (happened != null) {
          said.add(passage.as(Kind.HAPPENED, happened.time(), time, source));
        } else if (expectedAfter.stream().noneMatch(next -> isSameStep(next, passage))) {
          said.add(passage.as(Kind.WITHDRAWN, 0, time, source));
        }
      }
    }
    for (Passage passage : expectedAfter) {
      if (!expectedBefore.contains(passage)) {
        said.add(passage.as(Kind.EXPECTED, passage.saidAt(), time, source));
      }
    }
    return said;
  }

  private static boolean isSameStep(Passage one, Passage other) {
    return one.place().equals(other.place()) && one.step() == other.step();
  }

  /** The record of the step that was next before. */
  private static Passed happened(Shipment after, BusinessStep step, Shipment before) {
    String readPoint = before.step(before.next()).getReadPoint();
    for (Passed passed : after.passed()) {
      if (passed.isAt(step, readPoint)) {
        return passed;
      }
    }
    return null;
  }

  private static List<Passage> expected(Shipment shipment) {
    if (shipment.plan() == null || shipment.end() != End.NONE || shipment.isDelivered()) {
      return List.of();
    }
    PlannedMilestone next = shipment.step(shipment.next());
    List<Passage> all = new ArrayList<>(3);
    if (AT_PORTS.contains(next.getBusinessStep())) {
      all.add(expected(shipment, SubjectType.PORT, next.getReadPoint()));
    }
    if (ON_LANES.contains(next.getBusinessStep())) {
      all.add(expected(shipment, SubjectType.LANE, shipment.plan().getLaneId()));
    }
    if (WITH_CARRIERS.contains(next.getBusinessStep())) {
      all.add(expected(shipment, SubjectType.CARRIER, shipment.plan().getCarrierId()));
    }
    return all;
  }

  private static Passage expected(Shipment shipment, SubjectType type, String place) {
    ShipmentPlan plan = shipment.plan();
    int next = shipment.next();
    long leg = next == 0 ? 0 : shipment.plannedAt(next) - shipment.plannedAt(next - 1);
    Passed estimate = shipment.nextEstimate();
    return new Passage(
        type,
        place,
        Kind.EXPECTED,
        plan.getShipmentId(),
        shipment.step(next).getBusinessStep(),
        shipment.expectedWithoutEstimate(),
        Math.max(SHORTEST_LEG, leg),
        estimate == null ? 0 : estimate.time(),
        plan.getLaneId(),
        corridor(plan),
        plan.getValueMinor(),
        plan.getCurrency(),
        // A place keeps them for each shipment that it waits for.
        Stake.named(plan.getOrderIds()),
        0,
        null);
  }

  /**
   * Where a shipment with a plan stands.
   *
   * @param phase how far it is
   * @param now milliseconds since 1970
   */
  static Voyage voyage(Shipment shipment, Phase phase, long now) {
    ShipmentPlan plan = shipment.plan();
    int departure = departure(plan);
    int end = plan.getMilestones().size() - 1;
    Passed departed = shipment.happened(departure);
    Passed ended = shipment.happened(end);
    long plannedEnd = shipment.plannedAt(end);
    return new Voyage(
        plan.getShipmentId(),
        plan.getLaneId(),
        corridor(plan),
        readPoints(plan),
        phase,
        departed == null ? 0 : departed.time(),
        ended == null ? 0 : ended.time(),
        shipment.plannedAt(departure),
        plannedEnd,
        plan.getRequiredBy() == null ? plannedEnd : plan.getRequiredBy().toEpochMilli(),
        ended == null ? shipment.arrivalAt(now) : ended.time(),
        shipment.isEstimated(),
        plan.getValueMinor(),
        plan.getFreightMinor(),
        plan.getCurrency(),
        plan.getOwner(),
        plan.getOrderIds(),
        parents(shipment, around(shipment)),
        0,
        null);
  }

  /** Subjects that may be the cause of what is wrong with steps of a shipment. */
  static List<String> parents(Shipment shipment, List<Integer> steps) {
    Set<String> parents = new LinkedHashSet<>();
    for (int step : steps) {
      parents.add(Finding.subject(SubjectType.PORT, shipment.step(step).getReadPoint()));
    }
    parents.add(Finding.subject(SubjectType.LANE, shipment.plan().getLaneId()));
    parents.add(Finding.subject(SubjectType.CARRIER, shipment.plan().getCarrierId()));
    return List.copyOf(parents);
  }

  /** The last step taken, where it may have lost time, and the next one. */
  private static List<Integer> around(Shipment shipment) {
    List<Integer> steps = new ArrayList<>();
    int last = shipment.last();
    if (last >= 0) {
      steps.add(last);
    }
    if (last + 1 < shipment.plan().getMilestones().size()) {
      steps.add(last + 1);
    }
    return steps;
  }

  private static int departure(ShipmentPlan plan) {
    for (int i = 0; i < plan.getMilestones().size(); i++) {
      if (plan.getMilestones().get(i).getBusinessStep() == BusinessStep.DEPARTING) {
        return i;
      }
    }
    return 0;
  }

  private static List<String> readPoints(ShipmentPlan plan) {
    return plan.getMilestones().stream().map(PlannedMilestone::getReadPoint).distinct().toList();
  }

  private static String corridor(ShipmentPlan plan) {
    return plan.getOrigin() + ">" + plan.getDestination();
  }
}
