package dev.millrace.simulator.shop;

import dev.millrace.shop.Interaction;
import java.util.Optional;

/** What shoppers do, one interaction after the other. */
public interface Shoppers {

  /**
   * The next interaction; empty at the end.
   *
   * @param now its event time, milliseconds since 1970; a replay has its own
   */
  Optional<Interaction> next(long now);

  /** Whether the shop did not have the item when the run began. */
  default boolean isNew(String item) {
    return false;
  }
}
