package dev.millrace.supplychain.domain.supplier;

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
 *     for never
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
    long deadline) {
  private static final long CLOSED = Long.MAX_VALUE;
  private static final long REMEMBERED = 30L * 86_400_000;

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
            : time + REMEMBERED);
  }

  /** Whether it is over. */
  public boolean isClosed() {
    return version == CLOSED;
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
        deadline);
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
        deadline);
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
        deadline);
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
        newDeadline);
  }
}
