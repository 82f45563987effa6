package dev.millrace.supplychain.domain.place;

import java.util.List;

/**
 * A shipment that is late at a place.
 *
 * @param shipmentId the shipment
 * @param laneId its lane
 * @param corridor where it starts and ends
 * @param expectedAt when its step was to happen, milliseconds since 1970
 * @param estimatedAt when it is estimated, milliseconds since 1970; 0 if it is not
 * @param valueMinor value of its goods in minor units of currency; null if not known
 * @param currency ISO 4217 code; null if there is no value
 * @param orderIds orders that it fulfils, as many as an alert names
 * @param waiting whether the step has still not happened; of those that a place keeps, only 0.1.0
 *     kept some that had
 */
public record Late(
    String shipmentId,
    String laneId,
    String corridor,
    long expectedAt,
    long estimatedAt,
    Long valueMinor,
    String currency,
    List<String> orderIds,
    boolean waiting) {

  static Late of(Passage passage) {
    return new Late(
        passage.shipmentId(),
        passage.laneId(),
        passage.corridor(),
        passage.expectedAt(),
        passage.kind() == Passage.Kind.EXPECTED ? passage.saidAt() : 0,
        passage.valueMinor(),
        passage.currency(),
        passage.orderIds(),
        passage.kind() == Passage.Kind.EXPECTED);
  }

  int hash() {
    return LateSample.hash(shipmentId);
  }

  /** How late it is, or is estimated to be, in milliseconds. */
  long lateness(long now) {
    return Math.max(now, estimatedAt) - expectedAt;
  }
}
