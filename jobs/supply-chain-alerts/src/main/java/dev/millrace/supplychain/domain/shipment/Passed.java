package dev.millrace.supplychain.domain.shipment;

import dev.millrace.supply.BusinessStep;

/**
 * A step that a shipment has taken, or an estimate of when it will.
 *
 * @param step the step
 * @param readPoint where
 * @param time when it happened or is expected, milliseconds since 1970
 * @param saidAt when that was said, milliseconds since 1970
 */
public record Passed(BusinessStep step, String readPoint, long time, long saidAt) {

  boolean isAt(BusinessStep otherStep, String otherPoint) {
    return step == otherStep && readPoint.equals(otherPoint);
  }
}
