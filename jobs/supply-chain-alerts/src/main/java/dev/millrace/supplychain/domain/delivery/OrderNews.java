package dev.millrace.supplychain.domain.delivery;

import dev.millrace.supply.SupplyOrder;
import dev.millrace.supplychain.domain.Stake;
import java.util.List;
import java.util.Optional;

/** What an order that brings goods says of their delivery. */
public final class OrderNews {
  private OrderNews() {}

  /** The news; nothing where an order takes goods, is due at no time, or is of no known kind. */
  public static Optional<DeliveryNews> of(SupplyOrder order) {
    boolean brings =
        switch (order.getKind()) {
          case PURCHASE, TRANSFER -> true;
          case DEMAND, UNKNOWN -> false;
        };
    if (!brings || order.getDueAt() == null) {
      return Optional.empty();
    }
    long time = order.getEventTime().toEpochMilli();
    return switch (order.getStatus()) {
      case OPEN -> Optional.of(DeliveryNews.planned(plan(order), time));
      case FULFILLED -> Optional.of(DeliveryNews.arrived(order.getOrderId(), time, time));
      case CANCELLED -> Optional.of(DeliveryNews.cancelled(order.getOrderId(), time));
      case UNKNOWN -> Optional.empty();
    };
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
