package dev.millrace.audit;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.ClientSettings;
import dev.millrace.console.ToolException;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.RestService;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/**
 * Reads records in Confluent's wire format with Avro's own reader, each with the schema it was
 * written with. Broken bytes cost no more than 16 MiB; what a job refused is best left alone.
 */
final class Records {
  private static final int HEADER_BYTES = 5;
  private static final int MOST_BYTES = 16 << 20;

  static {
    // Avro makes room for as much as the bytes claim to hold, and looks at these settings once.
    for (String limit : List.of("bytes", "string", "collectionItems")) {
      System.setProperty("org.apache.avro.limits.%s.maxLength".formatted(limit), "" + MOST_BYTES);
    }
  }

  private static final int NOT_FOUND = 404;

  private final RestService registry;
  private final Map<Integer, Optional<GenericDatumReader<GenericRecord>>> readers = new HashMap<>();

  Records(String registryUrl) {
    this.registry = new RestService(requireNonNull(registryUrl));
    // Nobody else gives the service its TLS; it is not asked itself.
    var unused =
        ClientSettings.registry(settings -> new CachedSchemaRegistryClient(registry, 1, settings));
  }

  /**
   * The record in the bytes.
   *
   * @throws UnreadableException if there is none
   */
  GenericRecord read(byte[] bytes) throws UnreadableException {
    if (bytes == null || bytes.length < HEADER_BYTES || bytes[0] != 0) {
      throw new UnreadableException("not the wire format");
    }
    int id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
    GenericDatumReader<GenericRecord> reader =
        reader(id)
            .orElseThrow(() -> new UnreadableException("schema id %d is unknown".formatted(id)));
    try {
      return reader.read(
          null,
          DecoderFactory.get()
              .binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null));
    } catch (IOException | RuntimeException e) { // Avro has no one exception for broken bytes
      throw new UnreadableException("schema id %d does not read it: %s".formatted(id, e));
    }
  }

  /** Whether the registry knows the schema that the bytes name. */
  boolean knowsSchemaOf(byte[] bytes) {
    return bytes != null
        && bytes.length >= HEADER_BYTES
        && bytes[0] == 0
        && reader(ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt()).isPresent();
  }

  private Optional<GenericDatumReader<GenericRecord>> reader(int id) {
    return readers.computeIfAbsent(id, this::lookUp);
  }

  private Optional<GenericDatumReader<GenericRecord>> lookUp(int id) {
    try {
      AvroSchema schema = new AvroSchema(registry.getId(id).getSchemaString());
      return Optional.of(new GenericDatumReader<>(schema.rawSchema()));
    } catch (RestClientException e) {
      if (e.getStatus() == NOT_FOUND) {
        return Optional.empty();
      }
      throw new ToolException("the registry does not give schema %d: %s".formatted(id, e), e);
    } catch (IOException e) {
      throw new ToolException("cannot reach the registry: " + e.getMessage(), e);
    } catch (AvroRuntimeException e) {
      return Optional.empty();
    }
  }

  /** Bytes that hold no readable record. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }
}
