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
 */
public record DeliveryNews(
    Kind kind, String deliveryId, long time, PlannedDelivery plan, long arrivedAt) {

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
    return new DeliveryNews(Kind.PLANNED, plan.id(), time, plan, 0);
  }

  /** A delivery has arrived. */
  public static DeliveryNews arrived(String deliveryId, long arrivedAt, long time) {
    return new DeliveryNews(Kind.ARRIVED, deliveryId, time, null, arrivedAt);
  }

  /** A delivery will not come. */
  public static DeliveryNews cancelled(String deliveryId, long time) {
    return new DeliveryNews(Kind.CANCELLED, deliveryId, time, null, 0);
  }
}
