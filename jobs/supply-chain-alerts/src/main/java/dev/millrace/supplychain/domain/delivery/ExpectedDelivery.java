package dev.millrace.supplychain.domain.delivery;

/**
 * A delivery as those who share a facet with it keep it until it has arrived.
 *
 * @param id of the delivery
 * @param dueAt when it is due, milliseconds since 1970
 * @param facets how many facets of it are known
 * @param viewed whether its forecast has been contributed to
 * @param overdue whether it counts as late already
 * @param arrived whether it has arrived, before it was viewed
 * @param arrivedLate whether it was late
 * @param knownAt when its arrival became known, milliseconds since 1970
 */
public record ExpectedDelivery(
    String id,
    long dueAt,
    int facets,
    boolean viewed,
    boolean overdue,
    boolean arrived,
    boolean arrivedLate,
    long knownAt) {

  /** One that has just been planned. */
  public static ExpectedDelivery planned(String id, long dueAt, int facets) {
    return new ExpectedDelivery(id, dueAt, facets, false, false, false, false, 0);
  }

  /** The same, from before it said itself when it is due. */
  public ExpectedDelivery at(long time) {
    return new ExpectedDelivery(id, time, facets, viewed, overdue, arrived, arrivedLate, knownAt);
  }

  /** The same, viewed. */
  public ExpectedDelivery withView() {
    return new ExpectedDelivery(id, dueAt, facets, true, overdue, arrived, arrivedLate, knownAt);
  }

  /** The same, overdue. */
  public ExpectedDelivery withDelay() {
    return new ExpectedDelivery(id, dueAt, facets, viewed, true, arrived, arrivedLate, knownAt);
  }

  /** The same, arrived. */
  public ExpectedDelivery withArrival(boolean late, long time) {
    return new ExpectedDelivery(id, dueAt, facets, viewed, false, true, late, time);
  }
}
