package dev.millrace.supplychain.domain;

import java.util.List;

/**
 * What is lost if nobody acts, and who should.
 *
 * @param valueMinor value of the goods or sales at risk in minor units of currency; null if not
 *     known
 * @param currency ISO 4217 code; null if there is no value
 * @param impactAt when the damage is done, milliseconds since 1970; null if not known
 * @param owner who acts; null for the default owner
 * @param orderIds orders affected, at most {@link #MAX_ORDERS}
 */
public record Stake(
    Long valueMinor, String currency, Long impactAt, String owner, List<String> orderIds) {

  /** Most orders that an alert names. */
  public static final int MAX_ORDERS = 100;

  /** Where nothing is known of it. */
  public static final Stake UNKNOWN = new Stake(null, null, null, null, List.of());

  /** The orders of a shipment; of more than an alert names, the first, each once. */
  public static List<String> named(List<String> orderIds) {
    return orderIds.size() <= MAX_ORDERS
        ? orderIds
        : orderIds.stream().distinct().limit(MAX_ORDERS).toList();
  }
}
