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
 * @param refusedIds of the interactions that the job refused
 */
record Shop(
    List<Interaction> interactions,
    List<Recommendation> recommendations,
    List<Outcome> outcomes,
    Map<String, Recommendation> recommendationRows,
    Map<String, Outcome> outcomeRows,
    Set<String> refusedIds) {
  static final Shop NONE = new Shop(List.of(), List.of(), List.of(), Map.of(), Map.of(), Set.of());
}
