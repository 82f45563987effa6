package dev.millrace.supplychain.operator;

import dev.millrace.supplychain.domain.delivery.ExpectedDelivery;
import dev.millrace.supplychain.domain.delivery.PendingForecast;
import java.io.Serializable;
import java.time.Duration;

/**
 * When deliveries are forecast and how long they are remembered.
 *
 * @param horizon how long before a delivery is due it is forecast
 * @param overdueAfter how long after it was due a delivery that has not arrived counts as late
 * @param abandonAfter how long after it was due nobody waits for it any more
 * @param leastProbability from which on somebody is told, from 0 to 1
 * @param facetRetention how long a supplier, lane and so on is remembered without news of it, in
 *     processing time
 */
public record DelayRules(
    Duration horizon,
    Duration overdueAfter,
    Duration abandonAfter,
    double leastProbability,
    Duration facetRetention)
    implements Serializable {

  /** Forecast two weeks ahead. */
  public static final DelayRules DEFAULT =
      new DelayRules(
          Duration.ofDays(14), Duration.ofDays(1), Duration.ofDays(365), .5, Duration.ofDays(730));

  /** Rules. */
  public DelayRules {
    if (horizon.isNegative() || horizon.isZero()) {
      throw new IllegalArgumentException("horizon must be positive, got " + horizon);
    }
    if (overdueAfter.isNegative()) {
      throw new IllegalArgumentException("overdueAfter must not be negative, got " + overdueAfter);
    }
    if (abandonAfter.compareTo(overdueAfter) <= 0) {
      throw new IllegalArgumentException(
          "abandonAfter must be above overdueAfter %s, got %s"
              .formatted(overdueAfter, abandonAfter));
    }
    if (!(leastProbability > 0 && leastProbability <= 1)) {
      throw new IllegalArgumentException(
          "leastProbability must be above 0 and at most 1, got " + leastProbability);
    }
  }

  /** Time of the forecast of a delivery. */
  long forecastAt(long dueAt) {
    return dueAt - horizon.toMillis();
  }

  /** When the forecast is made: what is known from its very time on does not enter it. */
  long forecastTimer(long dueAt) {
    return forecastAt(dueAt) - 1;
  }

  /** Time from which a delivery is overdue. */
  long overdueAt(long dueAt) {
    return dueAt + overdueAfter.toMillis();
  }

  /** Time from which a delivery is abandoned. */
  long abandonedAt(long dueAt) {
    return dueAt + abandonAfter.toMillis();
  }

  /** When those who share a facet with a delivery have next to do with it. */
  long nextOf(ExpectedDelivery delivery) {
    if (delivery.overdue()) {
      return abandonedAt(delivery.dueAt());
    }
    return delivery.viewed() ? overdueAt(delivery.dueAt()) : forecastTimer(delivery.dueAt());
  }

  /** When time next changes what is forecast of a delivery. */
  long nextOf(PendingForecast delivery) {
    if (delivery.isForecast()) {
      return delivery.overdue() ? abandonedAt(delivery.dueAt()) : overdueAt(delivery.dueAt());
    }
    return delivery.isComplete() ? forecastTimer(delivery.dueAt()) : abandonedAt(delivery.dueAt());
  }
}
