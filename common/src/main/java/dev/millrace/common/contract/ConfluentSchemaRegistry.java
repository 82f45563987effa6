package dev.millrace.common.contract;

import static java.util.stream.Collectors.toCollection;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClientConfig;
import io.confluent.kafka.schemaregistry.client.rest.RestService;
import io.confluent.kafka.schemaregistry.client.rest.entities.SchemaString;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.schemaregistry.client.security.basicauth.BasicAuthCredentialProvider;
import io.confluent.kafka.schemaregistry.client.security.bearerauth.BearerAuthCredentialProvider;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
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
    this(url, timeout, Map.of());
  }

  /**
   * A client; connects when it is first asked.
   *
   * @param url base address of the Confluent API
   * @param timeout how long to wait for a connection, and then for an answer
   * @param settings of the client, for example {@code basic.auth.user.info}; those of TLS begin
   *     with {@code schema.registry.ssl.}
   * @throws IllegalStateException if the client does not take the settings
   */
  public ConfluentSchemaRegistry(String url, Duration timeout, Map<String, String> settings) {
    this.url = url;
    this.rest = new RestService(url);
    this.client = client(url, rest, settings);
    // The client has set its own.
    rest.setHttpConnectTimeoutMs(Math.toIntExact(timeout.toMillis()));
    rest.setHttpReadTimeoutMs(Math.toIntExact(timeout.toMillis()));
  }

  private static SchemaRegistryClient client(
      String url, RestService rest, Map<String, String> settings) {
    try {
      requireSource(
          SchemaRegistryClientConfig.BASIC_AUTH_CREDENTIALS_SOURCE,
          settings,
          BasicAuthCredentialProvider.class,
          BasicAuthCredentialProvider::alias);
      requireSource(
          SchemaRegistryClientConfig.BEARER_AUTH_CREDENTIALS_SOURCE,
          settings,
          BearerAuthCredentialProvider.class,
          BearerAuthCredentialProvider::alias);
      return new CachedSchemaRegistryClient(rest, CACHED_SCHEMAS, settings);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "the settings %s make no client of the registry at %s: %s"
              .formatted(String.join(", ", new TreeSet<>(settings.keySet())), url, e.getMessage()),
          e);
    }
  }

  /** The client goes on without credentials if it does not know where they come from. */
  private static <P> void requireSource(
      String key, Map<String, String> settings, Class<P> provider, Function<P, String> alias) {
    String source =
        settings.getOrDefault(SchemaRegistryClientConfig.CLIENT_NAMESPACE + key, settings.get(key));
    if (source == null) {
      return;
    }
    Set<String> sources =
        ServiceLoader.load(provider, provider.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .map(alias)
            .collect(toCollection(TreeSet::new));
    if (!sources.contains(source)) {
      throw new IllegalArgumentException(
          "%s must be one of %s, got '%s'".formatted(key, String.join(", ", sources), source));
    }
  }

  @Override
  public Schema byId(int id) throws UnknownSchemaException, RegistryUnavailableException {
    try {
      ParsedSchema schema = client.getSchemaById(id);
      return ((AvroSchema) schema).rawSchema();
    } catch (RestClientException e) {
      throw notAnswered(id, e);
    } catch (IOException e) {
      return fromItsText(id, e);
    }
  }

  /**
   * The client fails in the same way for a registry that is away and for a schema that it cannot
   * parse. Only the text of the schema tells them apart: one lost answer says nothing of it.
   */
  private Schema fromItsText(int id, IOException failure)
      throws UnknownSchemaException, RegistryUnavailableException {
    if (failure instanceof SocketException || failure instanceof InterruptedIOException) {
      // To wait for the same once more would keep others waiting.
      throw unavailable(failure);
    }
    SchemaString answer;
    try {
      answer = rest.getId(id);
    } catch (RestClientException e) {
      throw notAnswered(id, e);
    } catch (IOException e) {
      e.addSuppressed(failure);
      throw unavailable(e);
    }
    String type = answer.getSchemaType();
    if (!AvroSchema.TYPE.equals(type)) {
      throw new UnknownSchemaException(
          "schema %d in the registry at %s is %s, not AVRO".formatted(id, url, type));
    }
    Optional<ParsedSchema> parsed =
        client.parseSchema(type, answer.getSchemaString(), answer.getReferences());
    if (parsed.isPresent()) {
      return ((AvroSchema) parsed.get()).rawSchema();
    }
    if (!answer.getReferences().isEmpty()) {
      // What it refers to is asked for on the way, and may be what gave no answer.
      throw unavailable(failure);
    }
    throw new UnknownSchemaException(
        "schema %d in the registry at %s is not valid AVRO".formatted(id, url));
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
