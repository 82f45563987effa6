package dev.millrace.supplychain.domain.delivery;

import static java.util.Objects.requireNonNull;

/**
 * What those who share a facet with a delivery contribute to its forecast.
 *
 * @param deliveryId the delivery
 * @param dueAt when it is due, milliseconds since 1970
 * @param time of the forecast, milliseconds since 1970
 * @param facets how many facets of the delivery are known, each of which contributes
 * @param arrived whether it has arrived already, so that there is nothing to forecast
 * @param view what they say
 */
public record FacetReading(
    String deliveryId, long dueAt, long time, int facets, boolean arrived, FacetView view) {

  /** A reading. */
  public FacetReading {
    requireNonNull(deliveryId, "deliveryId");
    requireNonNull(view, "view");
  }
}
