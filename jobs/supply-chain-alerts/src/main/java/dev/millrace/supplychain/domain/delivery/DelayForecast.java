package dev.millrace.supplychain.domain.delivery;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * How likely a delivery is to be late.
 *
 * @param deliveryId the delivery
 * @param dueAt when it is due, milliseconds since 1970
 * @param time of the forecast, milliseconds since 1970
 * @param probability that it is late, as if it were open
 * @param arrived whether it has arrived already: then nobody needs the forecast
 * @param effects what each facet adds to the logit of the probability
 */
public record DelayForecast(
    String deliveryId,
    long dueAt,
    long time,
    double probability,
    boolean arrived,
    Map<Facet, Double> effects) {

  /** A forecast. */
  public DelayForecast {
    requireNonNull(deliveryId, "deliveryId");
    requireNonNull(effects, "effects");
  }
}
