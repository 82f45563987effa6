package dev.millrace.supplychain.domain.delivery;

import static java.util.Objects.requireNonNull;

/**
 * How a delivery ended.
 *
 * @param deliveryId the delivery
 * @param time when it became known, milliseconds since 1970
 * @param late whether it was late
 * @param cancelled whether it does not come, so that nothing can be learned
 */
public record DeliveryOutcome(String deliveryId, long time, boolean late, boolean cancelled) {

  /** An outcome. */
  public DeliveryOutcome {
    requireNonNull(deliveryId, "deliveryId");
  }
}
