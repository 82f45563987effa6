package dev.millrace.supplychain.domain.supplier;

/**
 * How a supplier has delivered a product.
 *
 * @param skuId the product
 * @param supplierId the supplier
 * @param leadHours from order to delivery, of one in parts to the last of it, in hours
 * @param filled share of the ordered units that came
 * @param unitMinor value of one unit in minor units of currency; null if not known
 * @param time when, milliseconds since 1970
 */
public record Delivery(
    String skuId,
    String supplierId,
    double leadHours,
    double filled,
    Double unitMinor,
    long time) {}
