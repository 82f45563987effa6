package dev.millrace.supplychain.domain.place;

/**
 * A place that is suspected, and what has been said of it.
 *
 * @param suspicion the newest
 * @param decideAt when it is decided whether it is said, milliseconds since 1970
 * @param said number of late shipments when it was said last; 0 if it has not been said
 */
public record Suspected(Suspicion suspicion, long decideAt, int said) {

  /** Whether it has been said. */
  public boolean isSaid() {
    return said > 0;
  }

  Suspected saying(int shipments) {
    return new Suspected(suspicion, decideAt, shipments);
  }
}
