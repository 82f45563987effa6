package dev.millrace.supplychain.domain.notice;

import dev.millrace.supply.AlertState;
import dev.millrace.supply.SupplyAlert;

/**
 * A version of an alert, as news to one owner.
 *
 * @param owner whom it may concern
 * @param version the alert, which may have another owner by now
 * @param hold what the version makes of the owner's part in it
 */
public record News(String owner, SupplyAlert version, Hold hold) {

  /** What a version makes of an owner's part in an alert. */
  public enum Hold {
    /** It was the owner's before, or is new. */
    KEPT,
    /** It was somebody else's. */
    GAINED,
    /** It is somebody else's. */
    LOST
  }

  /** Whether the alert waits for the owner. */
  boolean waits() {
    return hold != Hold.LOST && version.getState() == AlertState.OPEN;
  }
}
