package dev.millrace.audit;

import java.util.Set;

/**
 * What a shopper did, on its topic. Times in milliseconds since 1970.
 *
 * @param sentAt Kafka timestamp
 * @param recommendation version of the recommendation that it came of; null if of none
 * @param slot place in that recommendation, from 0; null if of none
 */
record Interaction(
    Place place,
    long sentAt,
    String id,
    String session,
    String item,
    String kind,
    long eventTime,
    Long recommendation,
    Integer slot) {
  private static final Set<String> ANSWERED = Set.of("VIEW", "CART", "PURCHASE", "HIDE");
  private static final Set<String> FINAL = Set.of("PURCHASE", "HIDE");

  boolean needsAnswer() {
    return ANSWERED.contains(kind);
  }

  /** Whether the session is not to be shown the item any more. */
  boolean isFinal() {
    return FINAL.contains(kind);
  }
}
