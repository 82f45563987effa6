package dev.millrace.supplychain.domain.supplier;

import dev.millrace.supply.SupplierConfirmation;

/**
 * A purchase order that a supplier has still to deliver, or has delivered lately.
 *
 * @param orderId the order
 * @param orderedAt when it was placed, milliseconds since 1970
 * @param dueAt when goods are promised, or else wanted, milliseconds since 1970; 0 if that is not
 *     known
 * @param confirmed whether the supplier has confirmed it
 * @param counted whether its silence has been counted as late confirmation
 * @param overdue whether it has been counted as late delivery; of one that is over, whether its
 *     lead time has been counted
 * @param skuId the product; null if not known
 * @param quantity units ordered
 * @param valueMinor its value in minor units of currency; null if not known
 * @param currency ISO 4217 code; null if there is no value
 * @param inTransitMs what its goods have lost on their way, which is not the supplier's fault
 * @param version version of the order; 0 if it is known from the supplier only
 * @param deadline when the supplier's silence is counted, milliseconds since 1970; Long.MAX_VALUE
 *     for never; of one that is over, when it is judged or forgotten
 * @param parts what has come of it
 */
public record OpenOrder(
    String orderId,
    long orderedAt,
    long dueAt,
    boolean confirmed,
    boolean counted,
    boolean overdue,
    String skuId,
    long quantity,
    Long valueMinor,
    String currency,
    long inTransitMs,
    long version,
    long deadline,
    Parts parts) {
  private static final long CLOSED = Long.MAX_VALUE;
  private static final long REMEMBERED = 30L * 86_400_000;

  /** An order; one of 0.1.0 has no parts. */
  public OpenOrder {
    if (parts == null) {
      parts = Parts.NONE;
    }
  }

  /**
   * What is kept of an order that is over for 30 days, so that a record of it that comes late does
   * not open it again.
   *
   * @param before the order; null if it was not known
   * @param delivered whether its lead time has been counted
   */
  static OpenOrder closed(String orderId, OpenOrder before, boolean delivered, long time) {
    return new OpenOrder(
        orderId,
        time,
        before == null ? 0 : before.dueAt,
        true,
        true,
        delivered || (before != null && before.overdue),
        null,
        0,
        null,
        null,
        before == null ? 0 : before.inTransitMs,
        CLOSED,
        before != null && before.isClosed()
            ? Math.max(before.deadline, time + REMEMBERED)
            : time + REMEMBERED,
        before == null ? Parts.NONE : before.parts);
  }

  /**
   * One of which all or a part has come: its silence says nothing any more.
   *
   * @param before the order; null if it was not known
   */
  static OpenOrder delivered(OpenOrder before, SupplierConfirmation heard) {
    long time = heard.getEventTime().toEpochMilli();
    Parts parts = before == null ? Parts.NONE : before.parts;
    long units = heard.getQuantity() == null ? heard.getOrderedQuantity() : heard.getQuantity();
    return new OpenOrder(
        heard.getOrderId(),
        heard.getOrderedAt().toEpochMilli(),
        heard.getPromisedAt() != null
            ? heard.getPromisedAt().toEpochMilli()
            : before == null ? 0 : before.dueAt,
        true,
        true,
        true,
        heard.getSkuId(),
        heard.getOrderedQuantity(),
        heard.getValueMinor(),
        heard.getCurrency(),
        before == null ? 0 : before.inTransitMs,
        CLOSED,
        before != null && before.isClosed() ? before.deadline : time,
        parts.with(units, time));
  }

  /** Whether it is over. */
  public boolean isClosed() {
    return version == CLOSED;
  }

  /** Whether all units have come. */
  boolean isComplete() {
    return parts.units() >= quantity;
  }

  /** With its units counted. */
  OpenOrder judged() {
    return new OpenOrder(
        orderId,
        orderedAt,
        dueAt,
        confirmed,
        counted,
        overdue,
        skuId,
        quantity,
        valueMinor,
        currency,
        inTransitMs,
        version,
        deadline,
        Parts.JUDGED);
  }

  OpenOrder confirmedFor(long promisedAt) {
    return new OpenOrder(
        orderId,
        orderedAt,
        promisedAt == 0 ? dueAt : promisedAt,
        true,
        counted,
        overdue,
        skuId,
        quantity,
        valueMinor,
        currency,
        inTransitMs,
        version,
        deadline,
        parts);
  }

  OpenOrder silent(boolean alsoOverdue) {
    return new OpenOrder(
        orderId,
        orderedAt,
        dueAt,
        confirmed,
        true,
        alsoOverdue,
        skuId,
        quantity,
        valueMinor,
        currency,
        inTransitMs,
        version,
        deadline,
        parts);
  }

  OpenOrder losing(long onTheWayMs) {
    return new OpenOrder(
        orderId,
        orderedAt,
        dueAt,
        confirmed,
        counted,
        overdue,
        skuId,
        quantity,
        valueMinor,
        currency,
        onTheWayMs,
        version,
        deadline,
        parts);
  }

  /** With another deadline. */
  public OpenOrder until(long newDeadline) {
    return new OpenOrder(
        orderId,
        orderedAt,
        dueAt,
        confirmed,
        counted,
        overdue,
        skuId,
        quantity,
        valueMinor,
        currency,
        inTransitMs,
        version,
        newDeadline,
        parts);
  }
}
