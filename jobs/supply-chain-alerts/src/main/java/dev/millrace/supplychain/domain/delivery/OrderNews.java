package dev.millrace.supplychain.domain.delivery;

import dev.millrace.supply.SupplyOrder;
import dev.millrace.supplychain.domain.Stake;
import java.util.List;
import java.util.Optional;

/** What an order that brings goods says of their delivery. */
public final class OrderNews {
  private OrderNews() {}

  /**
   * The news; nothing where an order takes goods, is to come at no time that is known, or is of no
   * known kind. It ends without a time, too.
   */
  public static Optional<DeliveryNews> of(SupplyOrder order) {
    boolean brings =
        switch (order.getKind()) {
          case PURCHASE, TRANSFER -> true;
          case DEMAND, UNKNOWN -> false;
        };
    if (!brings) {
      return Optional.empty();
    }
    long time = order.getEventTime().toEpochMilli();
    DeliveryNews news =
        switch (order.getStatus()) {
          case OPEN -> order.getDueAt() == null ? null : DeliveryNews.planned(plan(order), time);
          case FULFILLED -> DeliveryNews.arrived(order.getOrderId(), time, time);
          case CANCELLED -> DeliveryNews.cancelled(order.getOrderId(), time);
          case UNKNOWN -> null;
        };
    return Optional.ofNullable(news).map(said -> said.inVersion(order.getVersion()));
  }

  private static PlannedDelivery plan(SupplyOrder order) {
    long dueAt = order.getDueAt().toEpochMilli();
    String lane =
        order.getSupplierId() == null
            ? null
            : order.getSupplierId() + " > " + order.getLocationId();
    return new PlannedDelivery(
        order.getOrderId(),
        dueAt,
        order.getSupplierId(),
        null,
        lane,
        order.getLocationId(),
        null,
        order.getKind().toString(),
        null,
        new Stake(
            order.getValueMinor(), order.getCurrency(), dueAt, null, List.of(order.getOrderId())));
  }
}
