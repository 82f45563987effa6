package dev.millrace.supplychain.domain.shipment;

import dev.millrace.supply.BusinessStep;
import java.io.Serializable;
import java.util.Map;

/**
 * How much patience a shipment is given.
 *
 * @param grace how late a step may be before it is missed, in milliseconds
 * @param graceOf the same of single steps, where it differs
 * @param retention how long an ended or silent shipment is remembered, in milliseconds
 * @param expediting what moving it faster costs and saves
 */
public record TrackingRules(
    long grace, Map<BusinessStep, Long> graceOf, long retention, Expediting expediting)
    implements Serializable {

  public TrackingRules {
    graceOf = Map.copyOf(graceOf);
  }

  /** How late a step may be, in milliseconds. */
  public long graceOf(BusinessStep step) {
    return graceOf.getOrDefault(step, grace);
  }
}
