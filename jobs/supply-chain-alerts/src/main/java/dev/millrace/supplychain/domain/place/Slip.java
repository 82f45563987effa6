package dev.millrace.supplychain.domain.place;

/**
 * That a shipment has been said to arrive too late.
 *
 * @param since when it was first seen, milliseconds since 1970
 * @param hours by how much, when that was said last; NaN if it is to be said again in any case
 * @param owner who was to hear it; empty for nobody in particular, null in savepoints from before
 *     it was known
 */
public record Slip(long since, double hours, String owner) {

  /** The same, of which something else has changed that its alert tells. */
  Slip toBeSaidAgain() {
    return new Slip(since, Double.NaN, owner);
  }
}
