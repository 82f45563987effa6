package dev.millrace.supplychain.domain.supplier;

/**
 * What has come of an order that a supplier may deliver in parts.
 *
 * @param units units that have come
 * @param newestAt when the newest part came, milliseconds since 1970; 0 if none has
 * @param judged whether it has been counted how many of the units came
 */
public record Parts(long units, long newestAt, boolean judged) {

  /** Nothing has come. */
  static final Parts NONE = new Parts(0, 0, false);

  /** What came has been counted, and what still comes is not. */
  static final Parts JUDGED = new Parts(0, 0, true);

  Parts with(long more, long time) {
    return new Parts(units + more, Math.max(newestAt, time), judged);
  }

  /** Whether a part has come and the rest is waited for. */
  boolean areOpen() {
    return newestAt > 0;
  }
}
