package dev.millrace.simulator.supply;

import org.apache.avro.specific.SpecificRecordBase;

/**
 * A record as it becomes known.
 *
 * @param topic where it goes
 * @param key its key there
 * @param time when it becomes known, milliseconds since 1970; not before its event time, unless it
 *     tells of what is to come
 */
public record SupplyEvent(String topic, String key, SpecificRecordBase value, long time) {
  public static final String PLANS = "supply.shipment-plans";
  public static final String MILESTONES = "supply.shipment-milestones";
  public static final String STOCK_LEVELS = "supply.stock-levels";
  public static final String ORDERS = "supply.orders";
  public static final String CONFIRMATIONS = "supply.supplier-confirmations";
  public static final String TELEMETRY = "supply.telemetry";
}
