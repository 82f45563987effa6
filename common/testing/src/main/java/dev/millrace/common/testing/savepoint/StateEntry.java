package dev.millrace.common.testing.savepoint;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * One value in a savepoint, for people.
 *
 * @param step uid of the operator that keeps it
 * @param state name of the state
 * @param key what it is kept under; null if the state has no keys
 * @param entry key within a map; null if the state is no map
 * @param value the value
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StateEntry(String step, String state, JsonNode key, JsonNode entry, JsonNode value) {

  public StateEntry {
    requireNonNull(step);
    requireNonNull(state);
    requireNonNull(value);
  }
}
