package dev.millrace.simulator.hostile;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.apache.avro.Schema;

/**
 * A topic that hostile records are sent to.
 *
 * @param name of the topic
 * @param schema of its sound records
 * @param schemaId the id under which the registry knows the schema
 * @param hostileSchemas further schemas that the registry knows, by id
 */
public record HostileTopic(
    String name, Schema schema, int schemaId, Map<Integer, HostileSchema> hostileSchemas) {
  public HostileTopic {
    requireNonNull(name, "name");
    requireNonNull(schema, "schema");
    hostileSchemas = Map.copyOf(hostileSchemas);
  }
}
