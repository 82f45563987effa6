package dev.millrace.supplychain.domain.supplier;

/**
 * How a supplier keeps its word.
 *
 * @param leadTime logarithm of the lead time, less what goods lost on their way, relative to the
 *     promised one, or of its hours where nothing was promised
 * @param shortfall share of the ordered units that did not come
 * @param confirmation logarithm of the hours until an order is confirmed, plus 1
 * @param drifting names of the measures that were said to have changed, separated by commas; empty
 *     for none
 * @param skuId product that the change was said for
 */
public record Supplier(
    Measure leadTime, Measure shortfall, Measure confirmation, String drifting, String skuId) {
  static final double LEAD_TIME_DEVIATION = 0.1;
  static final double SHORTFALL_DEVIATION = 0.03;
  static final double CONFIRMATION_DEVIATION = 0.2;

  /** Nothing is known. */
  public static final Supplier UNKNOWN =
      new Supplier(Measure.NONE, Measure.NONE, Measure.NONE, "", "");

  Supplier leadTime(double value, long time, DriftRules rules) {
    return new Supplier(
        leadTime.with(value, time, LEAD_TIME_DEVIATION, rules),
        shortfall,
        confirmation,
        drifting,
        skuId);
  }

  Supplier shortfall(double value, long time, DriftRules rules) {
    return new Supplier(
        leadTime,
        shortfall.with(value, time, SHORTFALL_DEVIATION, rules),
        confirmation,
        drifting,
        skuId);
  }

  Supplier confirmation(double value, long time, DriftRules rules) {
    return new Supplier(
        leadTime,
        shortfall,
        confirmation.with(value, time, CONFIRMATION_DEVIATION, rules),
        drifting,
        skuId);
  }

  /** With what was said of it. */
  public Supplier saying(String measures, String forSku) {
    return new Supplier(leadTime, shortfall, confirmation, measures, forSku);
  }
}
