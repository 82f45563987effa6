package dev.millrace.supplychain.domain.goods;

import dev.millrace.suite.Source;
import dev.millrace.supplychain.domain.shipment.Voyage;
import java.util.List;

/**
 * Where a shipment stands that carries goods of an order.
 *
 * @param orderId the order
 * @param shipmentId the shipment
 * @param lateMs how much later than planned it will be, or was, at its end, from 0
 * @param arrival when it will be, or was, at its end, milliseconds since 1970
 * @param withdrawn whether it does not carry them any more, or is not known of
 * @param delivered whether it is at its end
 * @param causes subjects that may be to blame for the delay
 * @param time when this came to be known, milliseconds since 1970
 * @param source the record that said so; null where time passing did
 */
public record Carriage(
    String orderId,
    String shipmentId,
    long lateMs,
    long arrival,
    boolean withdrawn,
    boolean delivered,
    List<String> causes,
    long time,
    Source source) {

  /** What each order that a shipment carries has to know of it. */
  public static List<Carriage> of(Voyage voyage) {
    if (voyage.phase() == Voyage.Phase.MOVED_AWAY) {
      return List.of();
    }
    return voyage.orderIds().stream()
        .map(
            order ->
                new Carriage(
                    order,
                    voyage.shipmentId(),
                    Math.max(0, voyage.arrival() - voyage.plannedEnd()),
                    voyage.arrival(),
                    voyage.phase() == Voyage.Phase.GONE || voyage.phase() == Voyage.Phase.UNLADEN,
                    voyage.phase() == Voyage.Phase.DELIVERED,
                    voyage.parents(),
                    voyage.time(),
                    voyage.source()))
        .toList();
  }
}
