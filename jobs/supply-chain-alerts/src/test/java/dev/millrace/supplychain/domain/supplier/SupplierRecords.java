package dev.millrace.supplychain.domain.supplier;

import static dev.millrace.supplychain.Shipments.at;

import dev.millrace.supply.ConfirmationKind;
import dev.millrace.supply.OrderKind;
import dev.millrace.supply.OrderStatus;
import dev.millrace.supply.SupplierConfirmation;
import dev.millrace.supply.SupplyOrder;
import java.time.Duration;
import java.time.Instant;

/** Orders at supplier s, and what it says of them, for tests. */
public final class SupplierRecords {

  /** A measure is judged from 12 observations on; the rest of an order is waited for a week. */
  public static final DriftRules RULES =
      new DriftRules(12, 0.5, 10, 0.25, Duration.ofDays(7).toMillis());

  private SupplierRecords() {}

  /** What the supplier said or did, so many hours after the order was placed. */
  public static SupplierConfirmation.Builder heard(
      String order, ConfirmationKind kind, double hours) {
    return SupplierConfirmation.newBuilder()
        .setConfirmationId(order + kind)
        .setOrderId(order)
        .setSupplierId("s")
        .setKind(kind)
        .setOrderedAt(Instant.ofEpochMilli(at(0)))
        .setEventTime(Instant.ofEpochMilli(at(Math.max(0.1, hours))))
        .setOrderedQuantity(100);
  }

  /** An order of tea that is due after 100 hours. */
  public static SupplyOrder.Builder order(String id, long version, OrderStatus status) {
    return SupplyOrder.newBuilder()
        .setOrderId(id)
        .setVersion(version)
        .setKind(OrderKind.PURCHASE)
        .setStatus(status)
        .setSkuId("tea")
        .setLocationId("DE1")
        .setQuantity(10)
        .setEventTime(Instant.ofEpochMilli(at(0)))
        .setDueAt(Instant.ofEpochMilli(at(100)))
        .setSupplierId("s");
  }
}
