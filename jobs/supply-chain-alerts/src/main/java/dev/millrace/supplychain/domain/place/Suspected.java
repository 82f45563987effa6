package dev.millrace.supplychain.domain.place;

/**
 * A place that is suspected, and what has been said of it.
 *
 * @param suspicion the newest
 * @param decideAt when it is decided whether it is said, milliseconds since 1970
 * @param said number of late shipments when it was said last; 0 if it has not been said
 * @param explained whether another place has explained it, once at least
 */
public record Suspected(Suspicion suspicion, long decideAt, int said, boolean explained) {

  /** Whether it has been said. */
  public boolean isSaid() {
    return said > 0;
  }

  Suspected saying(int shipments) {
    return new Suspected(suspicion, decideAt, shipments, explained);
  }

  Suspected explainedByAnother() {
    return new Suspected(suspicion, decideAt, 0, true);
  }

  /** The same, to be decided about at another time. */
  public Suspected until(long newDecideAt) {
    return new Suspected(suspicion, newDecideAt, said, explained);
  }
}
