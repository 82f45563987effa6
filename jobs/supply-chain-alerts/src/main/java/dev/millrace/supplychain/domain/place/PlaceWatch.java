package dev.millrace.supplychain.domain.place;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.millrace.suite.Source;
import dev.millrace.supply.AlertKind;
import dev.millrace.supply.SubjectType;
import dev.millrace.supplychain.domain.Finding;
import dev.millrace.supplychain.domain.Stake;
import dev.millrace.supplychain.domain.place.Passage.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Says whether a lane, port or carrier is disrupted.
 *
 * <p>A step counts as late at the moment at which hardly any of the place's own was as late,
 * whether or not anything is heard of it: silence is evidence as soon as lateness would be.
 */
public final class PlaceWatch {
  /** Evidence: shipments that the place waits for, late or not. */
  static final String EXPECTED_SHIPMENTS = "expected_shipments";

  private static final double HOUR = 3_600_000;

  private final DisruptionRules rules;

  public PlaceWatch(DisruptionRules rules) {
    this.rules = requireNonNull(rules);
  }

  /**
   * What follows from a passage, or from time passing.
   *
   * @param place what is known of the place now
   * @param expected what it waits for of the shipment; null for nothing
   * @param suspicion what is to be said; null for nothing
   */
  public record Result(Place place, Expected expected, Suspicion suspicion) {}

  /**
   * After a passage was read.
   *
   * @param expected what the place waited for of this shipment; null for nothing
   */
  public Result passage(Place before, Expected expected, Passage passage) {
    Place place = before;
    Expected now = null;
    if (passage.kind() == Kind.EXPECTED) {
      boolean same = expected != null && expected.passage().step() == passage.step();
      boolean counted = same && expected.counted();
      place = place.waitingFor(expected == null ? 1 : 0);
      long deadline =
          passage.expectedAt() + place.allowance(passage.step(), passage.legMillis(), rules);
      boolean late = passage.saidAt() > deadline;
      if (!counted && late) {
        place = place.late(Late.of(passage), passage.time(), rules);
        counted = true;
      } else if (counted && !late && passage.time() < deadline) {
        // An estimate that was taken back, or another plan: it is in time until proved otherwise.
        place = place.over(passage.shipmentId(), rules);
        counted = false;
      }
      now = new Expected(passage, deadline, counted);
    } else if (expected != null) {
      place = place.waitingFor(-1);
      place =
          passage.kind() == Kind.HAPPENED
              ? happened(place, expected, passage)
              : place.over(passage.shipmentId(), rules);
    }
    return said(place, now, passage, passage.time(), passage.source());
  }

  /** When a deadline has passed without the step. */
  public Result overdue(Place before, Expected expected, long now) {
    Place place =
        expected.counted() ? before : before.late(Late.of(expected.passage()), now, rules);
    return said(
        place,
        new Expected(expected.passage(), expected.deadline(), true),
        expected.passage(),
        now,
        null);
  }

  /** When there was no evidence for a time: a disruption that nobody sees is over. */
  public Result quiet(Place before, SubjectType type, String id, long now) {
    if (!before.raised() || now < quietAt(before)) {
      return new Result(before, null, null);
    }
    return new Result(before.clearing(), null, suspicion(before, false, type, id, now, null));
  }

  /** When {@link #quiet} is to be asked; Long.MAX_VALUE for never. */
  public long quietAt(Place place) {
    return place.raised() ? place.evidenceAt() + rules.quiet() : Long.MAX_VALUE;
  }

  private Place happened(Place before, Expected expected, Passage passage) {
    long lateness = passage.saidAt() - expected.passage().expectedAt();
    Place place =
        before.learning(
            passage.step(), (double) lateness / Math.max(1, expected.passage().legMillis()));
    if (expected.counted()) {
      return place.over(passage.shipmentId(), rules);
    }
    return passage.saidAt() > expected.deadline()
        ? place.late(Late.of(passage), passage.time(), rules)
        : place.inTime(passage.time(), rules);
  }

  private Result said(Place place, Expected expected, Passage passage, long now, Source source) {
    SubjectType type = passage.placeType();
    String id = passage.placeId();
    if (!place.raised()
        && place.score() >= rules.raiseScore()
        && place.waitingLate() >= rules.shipments()) {
      return new Result(place.saying(), expected, suspicion(place, true, type, id, now, source));
    }
    if (place.raised() && place.score() <= rules.clearScore()) {
      return new Result(place.clearing(), expected, suspicion(place, false, type, id, now, source));
    }
    // Each change, so that other places are held against those that are late here now.
    int late = place.waitingLate();
    if (place.raised() && late > 0 && late != place.said()) {
      return new Result(place.saying(), expected, suspicion(place, true, type, id, now, source));
    }
    return new Result(place, expected, null);
  }

  private static Suspicion suspicion(
      Place place, boolean raised, SubjectType type, String id, long now, Source source) {
    List<Late> waiting = place.late().stream().filter(Late::waiting).toList();
    int late = place.waitingLate();
    double lateHours = medianHours(waiting, now);
    String summary =
        raised
            ? String.format(
                Locale.ROOT,
                "%s %s: %d of %d shipments are later than nearly all before them, half of these by %.1f h or more",
                type,
                id,
                late,
                Math.max(late, place.waiting()),
                lateHours)
            : "%s %s: shipments pass as they used to".formatted(type, id);
    Finding finding =
        new Finding(
            AlertKind.LANE_DISRUPTION,
            type,
            id,
            raised ? Finding.Status.RAISED : Finding.Status.CLEARED,
            place.since(),
            now,
            raised ? stake(waiting, late) : Stake.UNKNOWN,
            summary,
            Map.of(
                "late_shipments",
                (double) late,
                EXPECTED_SHIPMENTS,
                (double) Math.max(late, place.waiting()),
                "median_late_hours",
                lateHours,
                "log_likelihood_ratio",
                place.score()),
            null,
            List.of(),
            source);
    return new Suspicion(
        finding,
        waiting.stream().map(Late::shipmentId).toList(),
        place.sample(),
        (int) waiting.stream().map(Late::laneId).distinct().count(),
        mostFrequent(waiting, Late::laneId),
        mostFrequent(waiting, Late::corridor),
        lateHours);
  }

  private static double medianHours(List<Late> late, long now) {
    long[] sorted = late.stream().mapToLong(l -> l.lateness(now)).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) / 2] / HOUR;
  }

  private static String mostFrequent(List<Late> late, Function<Late, String> of) {
    return late.stream().collect(groupingBy(of, counting())).entrySet().stream()
        .max(
            Map.Entry.<String, Long>comparingByValue()
                .thenComparing(Map.Entry.<String, Long>comparingByKey().reversed()))
        .map(Map.Entry::getKey)
        .orElse(null);
  }

  /** Value in the currency of the first that has one: others are not added up with it. */
  private static Stake stake(List<Late> late, int number) {
    String currency =
        late.stream().map(Late::currency).filter(Objects::nonNull).findFirst().orElse(null);
    List<String> orders =
        late.stream()
            .flatMap(l -> l.orderIds().stream())
            .distinct()
            .limit(Stake.MAX_ORDERS)
            .toList();
    return new Stake(
        currency == null ? null : Long.valueOf(value(late, currency, number)),
        currency,
        null,
        null,
        orders);
  }

  /** Those that are not kept are taken to be worth as much as those that are. */
  private static long value(List<Late> late, String currency, int number) {
    long kept =
        late.stream()
            .filter(l -> currency.equals(l.currency()) && l.valueMinor() != null)
            .mapToLong(Late::valueMinor)
            .sum();
    return kept + Math.round((double) kept / late.size() * (number - late.size()));
  }
}
