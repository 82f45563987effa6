package dev.millrace.supplychain.domain.alert;

import dev.millrace.supply.SupplyAlert;
import java.util.List;

/**
 * What comes of an event.
 *
 * @param after the alert after it
 * @param versions what to tell, oldest first; none where nothing of importance changed
 * @param toParents what to tell its parents
 */
public record Transition(
    AlertRecord after, List<SupplyAlert> versions, List<ChildChange> toParents) {

  static Transition silent(AlertRecord after) {
    return new Transition(after, List.of(), List.of());
  }
}
