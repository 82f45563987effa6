package dev.millrace.common.testing.savepoint;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;

/**
 * A state as a savepoint describes it.
 *
 * @param step uid of the operator that keeps it
 * @param name its name in the operator
 * @param key how its keys are written; empty if it has none
 * @param value how its values are written
 */
public record KeptState(
    String step,
    String name,
    Optional<TypeSerializerSnapshot<?>> key,
    TypeSerializerSnapshot<?> value) {

  public KeptState {
    requireNonNull(step);
    requireNonNull(name);
    requireNonNull(key);
    requireNonNull(value);
  }

  /** The types of its keys and values, for people. */
  public String type() {
    String valueType = StateType.of(value).toString();
    return key.map(type -> StateType.of(type) + " -> " + valueType).orElse(valueType);
  }
}
