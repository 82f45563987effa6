package dev.millrace.supplychain.domain.stock;

import static java.util.Objects.requireNonNullElse;

import java.util.List;

/**
 * An order that brings goods to a location, in its highest version.
 *
 * @param quantity units
 * @param dueAt when they are to be there, milliseconds since 1970
 * @param supplierId who brings them; null between own locations
 * @param open whether they are still to come; a closed order is remembered for its version
 * @param arrivesAt when a shipment that is late brings them, milliseconds since 1970; 0 if none is
 * @param causes subjects that may be to blame for that
 */
public record Inbound(
    String orderId,
    long version,
    long quantity,
    long dueAt,
    String supplierId,
    boolean open,
    long arrivesAt,
    List<String> causes) {

  /** Savepoints from before causes were known have none. */
  public Inbound {
    causes = requireNonNullElse(causes, List.of());
  }

  /** When the goods will be there, for all that is known, milliseconds since 1970. */
  public long comesAt(StockPolicy policy) {
    return isHeldUp(policy) ? arrivesAt : dueAt;
  }

  /** Whether they are on their way, and will be there later than anybody reckons with. */
  public boolean isHeldUp(StockPolicy policy) {
    return arrivesAt > dueAt + policy.inboundGrace().toMillis();
  }

  /** The same, had nothing held it on its way. */
  Inbound inTime(long now) {
    return causes.isEmpty()
        ? this
        : new Inbound(
            orderId, version, quantity, Math.max(dueAt, now), supplierId, open, 0, List.of());
  }

  /** The same, with what is known of its way. */
  Inbound arriving(long at, List<String> because) {
    return new Inbound(orderId, version, quantity, dueAt, supplierId, open, at, because);
  }
}
