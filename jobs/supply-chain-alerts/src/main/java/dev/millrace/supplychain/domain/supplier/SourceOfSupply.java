package dev.millrace.supplychain.domain.supplier;

/**
 * How one supplier delivers one product: the newest about 4 deliveries.
 *
 * @param supplierId the supplier
 * @param leadHours from order to delivery, in hours
 * @param filled share of the ordered units that came
 * @param unitMinor value of one unit in minor units of currency; null if not known
 * @param count how many deliveries there were
 * @param time of the newest, milliseconds since 1970
 */
public record SourceOfSupply(
    String supplierId, double leadHours, double filled, Double unitMinor, long count, long time) {
  private static final double FORGET = 1 / 4.0;

  static SourceOfSupply of(Delivery delivery) {
    return new SourceOfSupply(
        delivery.supplierId(),
        delivery.leadHours(),
        delivery.filled(),
        delivery.unitMinor(),
        1,
        delivery.time());
  }

  SourceOfSupply with(Delivery delivery) {
    return new SourceOfSupply(
        supplierId,
        leadHours + FORGET * (delivery.leadHours() - leadHours),
        filled + FORGET * (delivery.filled() - filled),
        delivery.unitMinor() == null ? unitMinor : delivery.unitMinor(),
        count + 1,
        Math.max(time, delivery.time()));
  }
}
