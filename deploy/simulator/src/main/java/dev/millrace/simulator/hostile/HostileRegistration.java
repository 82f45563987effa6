package dev.millrace.simulator.hostile;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.ClientSettings;
import dev.millrace.console.ToolException;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.RestService;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts hostile schemas where jobs look: ids are the registry's, whatever the subject. */
public final class HostileRegistration {
  /** A subject that no topic of the suite has; the rules of theirs would refuse most of it. */
  public static final String SUBJECT = "simulator.hostile-value";

  private static final int CACHED_SCHEMAS = 100;

  private final String url;
  private final SchemaRegistryClient client;

  /**
   * A registration at one registry; connects when it is first asked.
   *
   * @param url base address of the Confluent API
   * @param timeout how long to wait for a connection, and then for an answer
   */
  public HostileRegistration(String url, Duration timeout) {
    this.url = requireNonNull(url, "url");
    RestService rest = new RestService(url);
    this.client =
        ClientSettings.registry(
            settings -> new CachedSchemaRegistryClient(rest, CACHED_SCHEMAS, settings));
    // The client may have set its own.
    rest.setHttpConnectTimeoutMs(Math.toIntExact(timeout.toMillis()));
    rest.setHttpReadTimeoutMs(Math.toIntExact(timeout.toMillis()));
  }

  /**
   * Registers the schemas, or finds those that are there already; answers them by id.
   *
   * @throws ToolException if the registry does not take one
   */
  public Map<Integer, HostileSchema> register(List<HostileSchema> schemas) {
    Map<Integer, HostileSchema> byId = new LinkedHashMap<>();
    for (HostileSchema hostile : schemas) {
      try {
        byId.put(client.register(SUBJECT, new AvroSchema(hostile.schema())), hostile);
      } catch (IOException | RestClientException e) {
        throw new ToolException(
            "the registry at %s does not take %s of %s: %s"
                .formatted(url, hostile.kind(), hostile.schema().getFullName(), e.getMessage()),
            e);
      }
    }
    return byId;
  }
}
