package dev.millrace.common.delivery;

/**
 * What happens to a row whose key is in the table already. Either way, writing it again changes
 * nothing.
 */
public enum WriteMode {
  /** The row that is there stays: for decisions that have been acted on. */
  FIRST_WINS,
  /**
   * The row is replaced if its version is higher: whatever is replayed, a row only moves forward.
   */
  LATEST_VERSION_WINS
}
