package dev.millrace.contracts;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.ClientSettings;
import dev.millrace.console.ToolException;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.RestService;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** The subjects of a schema registry and their versions. */
final class Subjects {
  /** Every version reads every other: what replay and rollback ask for. */
  static final String COMPATIBILITY = "FULL_TRANSITIVE";

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int CACHED_SCHEMAS = 1_000;
  private static final int HTTP_NOT_FOUND = 404;

  private final String url;
  private final SchemaRegistryClient client;

  Subjects(String url, SchemaRegistryClient client) {
    this.url = requireNonNull(url);
    this.client = requireNonNull(client);
  }

  /** The registry at {@code url}, the base address of the Confluent API. */
  static Subjects at(String url) {
    if (!url.matches("https?://[^/]+(/.*)?")) {
      throw new ToolException(
          "schema-registry.url must be http://HOST:PORT/PATH, not '%s'".formatted(url));
    }
    RestService rest = new RestService(url);
    SchemaRegistryClient client =
        ClientSettings.registry(
            settings -> new CachedSchemaRegistryClient(rest, CACHED_SCHEMAS, settings));
    // The client may have set its own.
    rest.setHttpConnectTimeoutMs(Math.toIntExact(PATIENCE.toMillis()));
    rest.setHttpReadTimeoutMs(Math.toIntExact(PATIENCE.toMillis()));
    return new Subjects(url, client);
  }

  /** All subjects by name. */
  List<String> names() {
    return ask("the list of subjects", client::getAllSubjects, List.<String>of()).stream()
        .sorted()
        .toList();
  }

  /** The versions under a subject, oldest first; empty if there is no such subject. */
  List<RegisteredVersion> versions(String subject) {
    List<RegisteredVersion> versions = new ArrayList<>();
    for (int number :
        ask(subject, () -> client.getAllVersions(subject), List.<Integer>of()).stream()
            .sorted()
            .toList()) {
      SchemaMetadata found = ask(subject, () -> client.getSchemaMetadata(subject, number), null);
      // Null: removed since the numbers were listed.
      if (found != null) {
        versions.add(
            new RegisteredVersion(
                number, found.getId(), new Schema.Parser().parse(found.getSchema())));
      }
    }
    return versions;
  }

  /** The subject's own compatibility rule, or {@code "not set"}. */
  String compatibility(String subject) {
    String level = ask(subject, () -> client.getCompatibility(subject), null);
    return level == null ? "not set" : level;
  }

  /** Whether the registry's own rules would accept the schema as the subject's next version. */
  boolean accepts(String subject, Schema schema) {
    return ask(subject, () -> client.testCompatibility(subject, new AvroSchema(schema)), true);
  }

  /** Makes the registry itself refuse versions that cannot read, or be read by, every other. */
  void demandCompatibility(String subject) {
    // The answer is not looked at: not every registry repeats the level.
    ask(subject, () -> client.updateCompatibility(subject, COMPATIBILITY), null);
    String level = compatibility(subject);
    if (!level.equals(COMPATIBILITY)) {
      throw new ToolException(
          "schema registry at %s: compatibility of %s must be %s, but stays %s"
              .formatted(url, subject, COMPATIBILITY, level));
    }
  }

  /** Adds the schema to the subject, or finds it there; returns its id. */
  int register(String subject, Schema schema) {
    Integer id = ask(subject, () -> client.register(subject, new AvroSchema(schema)), null);
    if (id == null) {
      throw new ToolException(
          "schema registry at %s does not accept subjects: %s".formatted(url, subject));
    }
    return id;
  }

  private <T> T ask(String what, Question<T> question, T ifNotFound) {
    try {
      return question.ask();
    } catch (RestClientException e) {
      if (e.getStatus() == HTTP_NOT_FOUND) {
        return ifNotFound;
      }
      throw new ToolException(
          "schema registry at %s refused %s: %s".formatted(url, what, e.getMessage()), e);
    } catch (IOException e) {
      throw new ToolException(
          "schema registry at %s gave no answer: %s".formatted(url, e.getMessage()), e);
    }
  }

  private interface Question<T> {
    T ask() throws IOException, RestClientException;
  }
}
