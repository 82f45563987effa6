package dev.millrace.supplychain.domain.stock;

import dev.millrace.common.contract.TrustedRecords;
import dev.millrace.supply.OrderKind;
import dev.millrace.supply.OrderStatus;
import dev.millrace.supply.StockLevel;
import dev.millrace.supply.SupplyOrder;
import java.time.Duration;
import java.time.Instant;

/** Stock levels, orders and a policy for tests. */
public final class StockRecords {

  /** A Monday, midnight. */
  public static final Instant MONDAY = Instant.parse("2026-03-02T00:00:00Z");

  public static final StockPolicy POLICY =
      new StockPolicy(
          Duration.ofDays(7),
          1.2,
          0.1,
          Duration.ofDays(1),
          Duration.ofDays(2),
          1.5,
          Duration.ofDays(100),
          0.9,
          7,
          28,
          14);

  static {
    TrustedRecords.trust();
  }

  private StockRecords() {}

  /** Midnight so many days after {@link #MONDAY}, in milliseconds since 1970. */
  public static long day(double days) {
    return MONDAY.toEpochMilli() + Math.round(days * DemandHistory.DAY_MS);
  }

  /** A count of a product worth 10.00 EUR a unit, with a lead time of 7 days. */
  public static StockLevel level(String location, double day, long onHand) {
    return StockLevel.newBuilder()
        .setEventId("%s/%s".formatted(location, day))
        .setSkuId("kettle")
        .setLocationId(location)
        .setOnHand(onHand)
        .setEventTime(Instant.ofEpochMilli(day(day)))
        .setLeadTimeDays(7.0)
        .setUnitValueMinor(1_000L)
        .setCurrency("EUR")
        .setOwner("buyers")
        .build();
  }

  public static SupplyOrder demand(String location, double day, long units) {
    return SupplyOrder.newBuilder()
        .setOrderId("%s/%s/%d".formatted(location, day, units))
        .setVersion(1)
        .setKind(OrderKind.DEMAND)
        .setStatus(OrderStatus.FULFILLED)
        .setSkuId("kettle")
        .setLocationId(location)
        .setQuantity(units)
        .setEventTime(Instant.ofEpochMilli(day(day)))
        .build();
  }

  /** An open order of a supplier; builders change what differs. */
  public static SupplyOrder.Builder purchase(
      String orderId, String location, double day, long units, double dueDay) {
    return SupplyOrder.newBuilder()
        .setOrderId(orderId)
        .setVersion(1)
        .setKind(OrderKind.PURCHASE)
        .setStatus(OrderStatus.OPEN)
        .setSkuId("kettle")
        .setLocationId(location)
        .setQuantity(units)
        .setEventTime(Instant.ofEpochMilli(day(day)))
        .setDueAt(Instant.ofEpochMilli(day(dueDay)))
        .setSupplierId("acme");
  }

  /** Stock at a location where 10 units a day went for so many days, and so much is left. */
  public static LocationStock sellingTen(int days, long onHand) {
    LocationStock stock = LocationStock.EMPTY;
    for (int day = 0; day < days; day++) {
      stock = stock.demanded(demand("shop", day + 0.5, 10), POLICY);
    }
    return stock.counted(level("shop", days, onHand), POLICY);
  }
}
