package dev.millrace.supplychain.domain.delivery;

/**
 * A delivery as those who share a facet with it keep it until it has arrived.
 *
 * @param id of the delivery
 * @param facets how many facets of it are known
 * @param viewed whether its forecast has been contributed to
 * @param overdue whether it counts as late already
 * @param arrived whether it has arrived, before it was viewed
 * @param arrivedLate whether it was late
 * @param knownAt when its arrival became known, milliseconds since 1970
 */
public record ExpectedDelivery(
    String id,
    int facets,
    boolean viewed,
    boolean overdue,
    boolean arrived,
    boolean arrivedLate,
    long knownAt) {

  /** One that has just been planned. */
  public static ExpectedDelivery planned(String id, int facets) {
    return new ExpectedDelivery(id, facets, false, false, false, false, 0);
  }

  /** The same, viewed. */
  public ExpectedDelivery withView() {
    return new ExpectedDelivery(id, facets, true, overdue, arrived, arrivedLate, knownAt);
  }

  /** The same, overdue. */
  public ExpectedDelivery withDelay() {
    return new ExpectedDelivery(id, facets, viewed, true, arrived, arrivedLate, knownAt);
  }

  /** The same, arrived. */
  public ExpectedDelivery withArrival(boolean late, long time) {
    return new ExpectedDelivery(id, facets, viewed, false, true, late, time);
  }
}
