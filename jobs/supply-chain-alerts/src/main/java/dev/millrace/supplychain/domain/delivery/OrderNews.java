package dev.millrace.supplychain.domain.delivery;

import dev.millrace.suite.Source;
import dev.millrace.supply.OrderKind;
import dev.millrace.supply.OrderStatus;
import dev.millrace.supply.SupplierConfirmation;
import dev.millrace.supply.SupplyOrder;

/**
 * What becomes known of a purchase order as a delivery, with what is at stake.
 *
 * @param news of the delivery, whose id is the order's
 * @param valueMinor value of the order in minor units of currency; null if not known
 * @param currency ISO 4217 code; null if there is no value
 * @param source the record that said so
 */
public record OrderNews(DeliveryNews news, Long valueMinor, String currency, Source source) {

  /** Of an order; null if it is no purchase or says nothing of a delivery. */
  public static OrderNews of(SupplyOrder order, Source source) {
    if (order.getKind() != OrderKind.PURCHASE) {
      return null;
    }
    long time = order.getEventTime().toEpochMilli();
    DeliveryNews news;
    if (order.getStatus() == OrderStatus.CANCELLED) {
      news = DeliveryNews.cancelled(order.getOrderId(), time);
    } else if (order.getStatus() == OrderStatus.FULFILLED) {
      news = DeliveryNews.arrived(order.getOrderId(), time, time);
    } else if (order.getDueAt() == null) {
      return null;
    } else {
      news =
          DeliveryNews.planned(
              new PlannedDelivery(
                  order.getOrderId(),
                  order.getDueAt().toEpochMilli(),
                  order.getSupplierId(),
                  null,
                  order.getLocationId(),
                  null,
                  null,
                  null,
                  order.getOrderId()),
              time);
    }
    return new OrderNews(news, order.getValueMinor(), order.getCurrency(), source);
  }

  /** Of what a supplier said; null if it says nothing of a delivery. */
  public static OrderNews of(SupplierConfirmation heard, Source source) {
    long time = heard.getEventTime().toEpochMilli();
    DeliveryNews news =
        switch (heard.getKind()) {
          case CONFIRMED ->
              heard.getPromisedAt() == null
                  ? null
                  : DeliveryNews.planned(
                      new PlannedDelivery(
                          heard.getOrderId(),
                          heard.getPromisedAt().toEpochMilli(),
                          heard.getSupplierId(),
                          heard.getSite(),
                          heard.getDestinationCountry(),
                          null,
                          heard.getMode(),
                          heard.getProductGroup(),
                          heard.getOrderId()),
                      time);
          case DELIVERED -> DeliveryNews.arrived(heard.getOrderId(), time, time);
          case REFUSED -> DeliveryNews.cancelled(heard.getOrderId(), time);
          case UNKNOWN -> null;
        };
    return news == null
        ? null
        : new OrderNews(news, heard.getValueMinor(), heard.getCurrency(), source);
  }

  /** The order. */
  public String orderId() {
    return news.deliveryId();
  }
}
