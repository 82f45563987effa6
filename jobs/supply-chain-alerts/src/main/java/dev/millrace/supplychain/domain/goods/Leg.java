package dev.millrace.supplychain.domain.goods;

import java.util.List;

/**
 * A late shipment of an order.
 *
 * @param lateMs how much later than planned it will be at its end
 * @param arrival when that is, milliseconds since 1970
 * @param causes subjects that may be to blame
 */
public record Leg(String shipmentId, long lateMs, long arrival, List<String> causes) {}
