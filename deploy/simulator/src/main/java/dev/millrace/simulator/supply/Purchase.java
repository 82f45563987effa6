package dev.millrace.simulator.supply;

/**
 * An order of a store at a supplier.
 *
 * @param orderedAt milliseconds since 1970
 * @param dueAt when it is to be there, milliseconds since 1970
 */
record Purchase(
    String orderId,
    Network.Product product,
    Network.Location location,
    long units,
    long orderedAt,
    long dueAt) {

  /** The stock that it is for, as alerts name it. */
  String stockId() {
    return product.id() + "@" + location.id();
  }

  long valueMinor() {
    return units * product.unitValueMinor();
  }
}
