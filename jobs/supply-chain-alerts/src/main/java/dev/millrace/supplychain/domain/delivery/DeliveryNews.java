package dev.millrace.supplychain.domain.delivery;

import static java.util.Objects.requireNonNull;

/**
 * What becomes known of a delivery.
 *
 * @param kind of news
 * @param deliveryId the delivery
 * @param time when it became known, milliseconds since 1970
 * @param plan as it is now; null unless it is PLANNED
 * @param arrivedAt when it arrived, milliseconds since 1970; of meaning only if it has ARRIVED
 * @param version of the order that says so, from 1; 0 of news that have none and count as they come
 */
public record DeliveryNews(
    Kind kind, String deliveryId, long time, PlannedDelivery plan, long arrivedAt, long version) {

  /** What has become of it. */
  public enum Kind {
    /** It is to come, or its plan has changed. */
    PLANNED,
    /** It is there. */
    ARRIVED,
    /** It will not come. */
    CANCELLED
  }

  /** News. */
  public DeliveryNews {
    requireNonNull(kind, "kind");
    requireNonNull(deliveryId, "deliveryId");
    if ((kind == Kind.PLANNED) != (plan != null)) {
      throw new IllegalArgumentException(
          "plan must be set exactly where kind is PLANNED, got " + kind + " and " + plan);
    }
  }

  /** A delivery is planned, or planned anew. */
  public static DeliveryNews planned(PlannedDelivery plan, long time) {
    return new DeliveryNews(Kind.PLANNED, plan.id(), time, plan, 0, 0);
  }

  /** A delivery has arrived. */
  public static DeliveryNews arrived(String deliveryId, long arrivedAt, long time) {
    return new DeliveryNews(Kind.ARRIVED, deliveryId, time, null, arrivedAt, 0);
  }

  /** A delivery will not come. */
  public static DeliveryNews cancelled(String deliveryId, long time) {
    return new DeliveryNews(Kind.CANCELLED, deliveryId, time, null, 0, 0);
  }

  /** The same, as a version of an order says it. */
  public DeliveryNews inVersion(long ofOrder) {
    return new DeliveryNews(kind, deliveryId, time, plan, arrivedAt, ofOrder);
  }

  /**
   * Whether the order has said something else since, or this before.
   *
   * @param heard highest version that was heard of; null for none
   */
  public boolean isOutdated(Long heard) {
    return version > 0 && heard != null && version <= heard;
  }

  /**
   * Whether this plans what has come to its end since: orders and confirmations lie in two topics,
   * and either may be ahead of the other.
   *
   * @param endedAt when its end became known, milliseconds since 1970; null if none did
   */
  public boolean isOvertaken(Long endedAt) {
    return kind == Kind.PLANNED && endedAt != null && time <= endedAt;
  }
}
