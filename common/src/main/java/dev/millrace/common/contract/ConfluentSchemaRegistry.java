package dev.millrace.common.contract;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.RestService;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/** A registry that speaks the Confluent API, over HTTP. Thread-safe; remembers what it was told. */
public final class ConfluentSchemaRegistry implements SchemaRegistry {
  private static final int CACHED_SCHEMAS = 1000;

  /** The API's own codes for a subject, a version and a schema that the registry does not have. */
  private static final Set<Integer> NOT_FOUND = Set.of(40401, 40402, 40403);

  private final String url;
  private final RestService rest;
  private final SchemaRegistryClient client;

  /**
   * A client; connects when it is first asked.
   *
   * @param url base address of the Confluent API, for example {@code
   *     http://127.0.0.1:8081/apis/ccompat/v7}
   * @param timeout how long to wait for a connection, and then for an answer
   */
  public ConfluentSchemaRegistry(String url, Duration timeout) {
    this.url = url;
    this.rest = new RestService(url);
    rest.setHttpConnectTimeoutMs(Math.toIntExact(timeout.toMillis()));
    rest.setHttpReadTimeoutMs(Math.toIntExact(timeout.toMillis()));
    this.client = new CachedSchemaRegistryClient(rest, CACHED_SCHEMAS, Map.of());
  }

  @Override
  public Schema byId(int id) throws UnknownSchemaException, RegistryUnavailableException {
    try {
      ParsedSchema schema = client.getSchemaById(id);
      return ((AvroSchema) schema).rawSchema();
    } catch (RestClientException e) {
      throw notAnswered(id, e);
    } catch (IOException e) {
      throw unusable(id, e);
    }
  }

  /**
   * The client fails in the same way for a registry that is away and for a schema that it cannot
   * parse; a registry that gives the text of the schema is not away.
   */
  private UnknownSchemaException unusable(int id, IOException failure)
      throws UnknownSchemaException, RegistryUnavailableException {
    try {
      String type = rest.getId(id).getSchemaType();
      return new UnknownSchemaException(
          AvroSchema.TYPE.equals(type)
              ? "schema %d in the registry at %s is not valid AVRO".formatted(id, url)
              : "schema %d in the registry at %s is %s, not AVRO".formatted(id, url, type));
    } catch (RestClientException e) {
      throw notAnswered(id, e);
    } catch (IOException e) {
      e.addSuppressed(failure);
      throw unavailable(e);
    }
  }

  private RegistryUnavailableException notAnswered(int id, RestClientException failure)
      throws UnknownSchemaException {
    if (isUnknown(failure)) {
      throw new UnknownSchemaException(
          "the registry at %s has no schema with id %d".formatted(url, id));
    }
    return unavailable(failure);
  }

  @Override
  public int idOf(String subject, Schema schema)
      throws UnknownSchemaException, RegistryUnavailableException {
    try {
      return client.getId(subject, new AvroSchema(GeneratedSchema.asReleased(schema)));
    } catch (RestClientException e) {
      if (isUnknown(e)) {
        throw new UnknownSchemaException(
            "subject %s in the registry at %s has no version equal to the %s this program was built with; scripts/schemas register adds it"
                .formatted(subject, url, schema.getFullName()));
      }
      throw unavailable(e);
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  /** A 404 alone may come from whatever stands before the registry, or from a wrong path. */
  private static boolean isUnknown(RestClientException failure) {
    return NOT_FOUND.contains(failure.getErrorCode());
  }

  private RegistryUnavailableException unavailable(Exception cause) {
    return new RegistryUnavailableException(
        "schema registry at %s gave no answer: %s".formatted(url, cause), cause);
  }
}
