package dev.millrace.audit;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the recommendations were made of, and what came of them. Lists are in the order of partition
 * and offset.
 *
 * @param interactions that Avro's own reader can read, those that the job refused not among them
 * @param recommendations on their topic
 * @param outcomes on their topic
 * @param recommendationRows rows of their table by session
 * @param outcomeRows rows of their table by interaction
 * @param refusals of interactions by the job, of those whose id can be read
 */
record Shop(
    List<Interaction> interactions,
    List<Recommendation> recommendations,
    List<Outcome> outcomes,
    Map<String, Recommendation> recommendationRows,
    Map<String, Outcome> outcomeRows,
    Set<Refusal> refusals) {
  static final Shop NONE = new Shop(List.of(), List.of(), List.of(), Map.of(), Map.of(), Set.of());

  /**
   * An interaction that the job refused.
   *
   * @param id of the interaction
   * @param reason of its dead letter
   */
  record Refusal(String id, String reason) {

    /** Whether it had come as far as where duplicates are dropped, so that its id was taken. */
    boolean isAfterDuplicates() {
      return reason.equals("interaction-late");
    }
  }
}
