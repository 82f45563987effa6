package dev.millrace.supplychain.domain.place;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.millrace.supply.AlertKind;
import dev.millrace.supply.RecommendedAction;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Stake;
import dev.millrace.supplychain.domain.shipment.Voyage;
import dev.millrace.supplychain.domain.shipment.Voyage.Phase;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** Says when a shipment will arrive, from its own news and from what its lane has learned. */
public final class ArrivalEstimator {
  private static final double HOUR = 3_600_000;
  private static final int LEAST_KNOWN = 20;
  private static final int FACTS_EVERY = 10;
  private static final double CHANGE_OF_SLIP = 0.25;

  private final ArrivalRules rules;

  public ArrivalEstimator(ArrivalRules rules) {
    this.rules = requireNonNull(rules);
  }

  /**
   * What follows from where a shipment stands.
   *
   * @param transits of the lane now
   * @param slip what has been said of the shipment; null for nothing
   * @param finding what is to be said; null for nothing
   * @param facts what others are to know of the lane now; null for nothing new
   */
  public record Result(Transits transits, Slip slip, Finding finding, LaneFacts facts) {}

  /**
   * After news of a shipment.
   *
   * @param slip what has been said of it; null for nothing
   */
  public Result on(Transits before, Slip slip, Voyage voyage) {
    if (voyage.phase() == Phase.MOVED_AWAY) {
      return new Result(before, null, null, null);
    }
    if (voyage.phase() == Phase.UNLADEN) {
      return new Result(before, slip == null ? null : slip.toBeSaidAgain(), null, null);
    }
    if (voyage.phase() != Phase.OPEN && voyage.phase() != Phase.MOVED_HERE) {
      Transits after = delivered(before, voyage);
      Finding over = slip == null ? null : cleared(slip, voyage);
      return new Result(after, null, over, facts(before, after, voyage));
    }
    long arrival = arrival(before, voyage);
    double hours = (arrival - voyage.neededAt()) / HOUR;
    double tolerance = rules.tolerance() / HOUR;
    if (slip == null ? hours < tolerance : hours < tolerance / 2) {
      // What the lane before has said of it is not known here.
      Slip over = voyage.phase() == Phase.MOVED_HERE ? new Slip(voyage.time(), hours, null) : slip;
      return new Result(before, null, over == null ? null : cleared(over, voyage), null);
    }
    if (slip != null
        && !hasOtherOwner(slip, voyage)
        && Math.abs(hours - slip.hours())
            < Math.max(tolerance / 2, CHANGE_OF_SLIP * Math.abs(slip.hours()))) {
      return new Result(before, slip, null, null);
    }
    Slip said = new Slip(slip == null ? voyage.time() : slip.since(), hours, owner(voyage));
    return new Result(before, said, slipping(before, said, voyage, arrival), null);
  }

  private static boolean hasOtherOwner(Slip slip, Voyage voyage) {
    return slip.owner() != null && !slip.owner().equals(owner(voyage));
  }

  private static String owner(Voyage voyage) {
    return requireNonNullElse(voyage.owner(), "");
  }

  private static Transits delivered(Transits before, Voyage voyage) {
    double took = (voyage.endedAt() - voyage.departedAt()) / HOUR;
    double planned = (voyage.plannedEnd() - voyage.plannedDeparture()) / HOUR;
    boolean known = voyage.phase() == Phase.DELIVERED && voyage.departedAt() > 0;
    return known && took > 0 && planned > 0
        ? before.with(took, planned, voyage.freightMinor())
        : before;
  }

  private static LaneFacts facts(Transits before, Transits after, Voyage voyage) {
    if (after.count() == before.count()
        || after.size() < FACTS_EVERY
        || after.count() % FACTS_EVERY != 0) {
      return null;
    }
    double freight = after.medianFreight();
    return new LaneFacts(
        voyage.laneId(),
        voyage.corridor(),
        voyage.readPoints(),
        after.medianHours(),
        Double.isNaN(freight) ? null : Long.valueOf(Math.round(freight)));
  }

  /**
   * What the shipment's own news say, or what the lane knows if that is later and better founded.
   */
  private static long arrival(Transits transits, Voyage voyage) {
    if (voyage.estimated() || voyage.departedAt() == 0 || transits.size() < LEAST_KNOWN) {
      return voyage.arrival();
    }
    long planned = voyage.plannedEnd() - voyage.plannedDeparture();
    return Math.max(
        voyage.arrival(), voyage.departedAt() + Math.round(planned * transits.medianRatio()));
  }

  private Finding slipping(Transits transits, Slip slip, Voyage voyage, long arrival) {
    return finding(
        slip,
        voyage,
        Finding.Status.RAISED,
        String.format(
            Locale.ROOT,
            "Shipment %s will arrive %s, %.1f h later than needed",
            voyage.shipmentId(),
            Instant.ofEpochMilli(arrival),
            slip.hours()),
        transits.size() < LEAST_KNOWN
            ? Map.of(
                "late_hours", slip.hours(), "late_hours_against_plan", againstPlan(voyage, arrival))
            : Map.of(
                "late_hours", slip.hours(),
                "late_hours_against_plan", againstPlan(voyage, arrival),
                "lane_median_hours", transits.medianHours(),
                "lane_median_of_plan", transits.medianRatio()),
        rules
            .expediting()
            .of(
                arrival - voyage.neededAt(),
                arrival - voyage.time(),
                voyage.valueMinor(),
                voyage.freightMinor()));
  }

  private static double againstPlan(Voyage voyage, long arrival) {
    return (arrival - voyage.plannedEnd()) / HOUR;
  }

  private static Finding cleared(Slip slip, Voyage voyage) {
    String summary =
        switch (voyage.phase()) {
          case OPEN, MOVED_HERE -> "Shipment %s will arrive when it is needed";
          case DELIVERED -> "Shipment %s has arrived";
          case GONE, MOVED_AWAY, UNLADEN -> "Shipment %s is not waited for any more";
        };
    return finding(
        slip,
        voyage,
        Finding.Status.CLEARED,
        summary.formatted(voyage.shipmentId()),
        Map.of(),
        null);
  }

  private static Finding finding(
      Slip slip,
      Voyage voyage,
      Finding.Status status,
      String summary,
      Map<String, Double> evidence,
      RecommendedAction action) {
    return new Finding(
        AlertKind.ETA_SLIP,
        SubjectType.SHIPMENT,
        voyage.shipmentId(),
        status,
        slip.since(),
        voyage.time(),
        new Stake(
            voyage.valueMinor(),
            voyage.currency(),
            voyage.neededAt(),
            voyage.owner(),
            Stake.named(voyage.orderIds())),
        summary,
        evidence,
        action,
        voyage.parents(),
        voyage.source());
  }
}
