package dev.millrace.supplychain.domain.delivery;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Objects;

/**
 * A delivery as it is planned. What is not known of it is null.
 *
 * @param id of the delivery
 * @param dueAt when it is to be there, milliseconds since 1970
 * @param supplier who sells the goods
 * @param site where they are made
 * @param lane from where to where they go
 * @param customer for whom they are
 * @param terms of delivery
 * @param channel way of fulfilment
 * @param order that the delivery is a part of
 */
public record PlannedDelivery(
    String id,
    long dueAt,
    String supplier,
    String site,
    String lane,
    String customer,
    String terms,
    String channel,
    String order) {

  /** A planned delivery. */
  public PlannedDelivery {
    requireNonNull(id, "id");
  }

  /** Whether another plan is of the same time and shares the same facets. */
  public boolean isLike(PlannedDelivery other) {
    return other != null
        && dueAt == other.dueAt
        && Arrays.stream(Facet.values())
            .allMatch(facet -> Objects.equals(get(facet), other.get(facet)));
  }

  /** What it has in common with others in a respect; null if not known. */
  public String get(Facet facet) {
    return switch (facet) {
      case SUPPLIER -> supplier;
      case SITE -> site;
      case LANE -> lane;
      case CUSTOMER -> customer;
      case TERMS -> terms;
      case CHANNEL -> channel;
      case ORDER -> order;
    };
  }
}
