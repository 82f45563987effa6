package dev.millrace.supplychain.domain.delivery;

import static java.util.Objects.requireNonNull;

/**
 * What those who share a facet with a delivery hear of it.
 *
 * @param kind of news
 * @param facet in which respect they share it
 * @param value of the facet
 * @param facets how many facets of the delivery are known
 * @param deliveryId the delivery
 * @param dueAt when it is due, milliseconds since 1970
 * @param time when it became known, milliseconds since 1970
 * @param late whether it was late; of meaning only if it has ARRIVED
 */
public record FacetNews(
    DeliveryNews.Kind kind,
    Facet facet,
    String value,
    int facets,
    String deliveryId,
    long dueAt,
    long time,
    boolean late) {

  /** News. */
  public FacetNews {
    requireNonNull(kind, "kind");
    requireNonNull(facet, "facet");
    requireNonNull(value, "value");
    requireNonNull(deliveryId, "deliveryId");
  }

  /** Facet and value as one text. */
  public String key() {
    return facet + ":" + value;
  }
}
