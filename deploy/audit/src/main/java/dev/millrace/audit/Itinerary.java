package dev.millrace.audit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a shipment was to do and what it has done, by all records on it. Where their order counts,
 * which nobody keeps between topics, a step is given the later of the times that it may be due.
 *
 * @param plans every version, at least one
 * @param steps that it has taken, or is expected to take
 */
record Itinerary(List<SupplyChain.Plan> plans, List<SupplyChain.Step> steps) {

  Itinerary {
    plans = List.copyOf(plans);
    steps = List.copyOf(steps);
  }

  /**
   * The first step whose deadline has passed and that nothing says was taken.
   *
   * @param now milliseconds since 1970
   * @param grace how late a step may be
   */
  Optional<SupplyChain.Due> missed(long now, Duration grace) {
    SupplyChain.Plan plan = newest();
    if (plan.cancelled() || plan.sentAt() > now || isDelivered()) {
      return Optional.empty();
    }
    List<SupplyChain.Due> due = plan.due();
    for (int i = 0; i < due.size(); i++) {
      if (due.subList(i, due.size()).stream().noneMatch(this::isTaken)
          && expectedAt(due.get(i)) + grace.toMillis() < now) {
        return Optional.of(due.get(i));
      }
    }
    return Optional.empty();
  }

  private SupplyChain.Plan newest() {
    return plans.stream()
        .reduce((one, other) -> other.version() > one.version() ? other : one)
        .orElseThrow();
  }

  /** By any plan: one that came later changes nothing, and it may have come later. */
  private boolean isDelivered() {
    return plans.stream()
        .map(SupplyChain.Plan::due)
        .anyMatch(due -> !due.isEmpty() && isTaken(due.get(due.size() - 1)));
  }

  private boolean isTaken(SupplyChain.Due due) {
    return steps.stream().anyMatch(step -> step.expectedAt() == null && step.is(due));
  }

  /** A delay, which has happened or is expected, moves all later steps. */
  private long expectedAt(SupplyChain.Due due) {
    return Math.max(due.at() + delay(), latestEstimate());
  }

  private long delay() {
    long delay = 0;
    for (SupplyChain.Due due : newest().due()) {
      for (SupplyChain.Step step : steps) {
        delay = step.is(due) ? Math.max(delay, step.time() - due.at()) : delay;
      }
    }
    return delay;
  }

  private long latestEstimate() {
    return steps.stream()
        .filter(step -> step.expectedAt() != null)
        .mapToLong(SupplyChain.Step::expectedAt)
        .max()
        .orElse(Long.MIN_VALUE);
  }
}
