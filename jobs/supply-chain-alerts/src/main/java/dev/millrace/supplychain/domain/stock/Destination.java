package dev.millrace.supplychain.domain.stock;

import static java.util.Objects.requireNonNull;

import dev.millrace.supply.OrderStatus;
import dev.millrace.supply.SupplyOrder;

/**
 * Where an order brings goods, by its highest version. News come in whatever order: who hears of
 * one version must know whether another location waits for the goods, or is to.
 *
 * @param locationId the location
 * @param version the highest that was heard of
 * @param complete whether all before it were heard of
 */
public record Destination(String locationId, long version, boolean complete) {

  /** A destination. */
  public Destination {
    requireNonNull(locationId, "locationId");
  }

  /**
   * What is known of an order after a version of it.
   *
   * @param before what was known; null for nothing
   * @return null for nothing: the order is over, and no version of it is still to come
   */
  public static Destination after(Destination before, SupplyOrder order) {
    if (before != null && before.version >= order.getVersion()) {
      return before;
    }
    boolean complete =
        before == null
            ? order.getVersion() == 1
            : before.complete && order.getVersion() == before.version + 1;
    return complete && order.getStatus() != OrderStatus.OPEN
        ? null
        : new Destination(order.getLocationId(), order.getVersion(), complete);
  }

  /** Whether a version of the order takes the goods elsewhere. */
  public boolean isLeft(SupplyOrder by) {
    return version < by.getVersion() && !locationId.equals(by.getLocationId());
  }

  /** Whether the goods go elsewhere than to where a version of the order is to bring them. */
  public boolean isElsewhere(SupplyOrder than) {
    return version > than.getVersion() && !locationId.equals(than.getLocationId());
  }
}
