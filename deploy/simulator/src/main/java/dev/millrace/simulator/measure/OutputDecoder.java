package dev.millrace.simulator.measure;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.DecodeLimits;
import dev.millrace.common.contract.RecordDecoder;
import dev.millrace.common.contract.RegistryUnavailableException;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.UndecodableException;
import dev.millrace.common.contract.UnknownSchemaException;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Reads what a job has sent, in any registered version. Whatever the bytes are, it costs little:
 * beside it lies what {@code scripts/simulate hostile} sends. Not thread-safe.
 *
 * @param <T> the generated record class
 */
public final class OutputDecoder<T extends SpecificRecordBase> {
  /** As the jobs' own default. */
  private static final DecodeLimits LIMITS = new DecodeLimits(1 << 20, 10_000, 32);

  private final SchemaRegistry registry;
  private final RecordDecoder<T> decoder;

  /** A decoder that asks the registry for each schema once. */
  public OutputDecoder(Class<T> type, SchemaRegistry registry) {
    this.registry = requireNonNull(registry, "registry");
    this.decoder = new RecordDecoder<>(type, LIMITS);
  }

  /**
   * Decodes a record value.
   *
   * @throws UndecodableException if the bytes are not such a record in wire format
   * @throws UnknownSchemaException if the registry does not know its schema
   * @throws RegistryUnavailableException if the registry gives no answer
   */
  public T decode(byte[] value)
      throws UndecodableException, UnknownSchemaException, RegistryUnavailableException {
    int schemaId = decoder.schemaId(value);
    if (!decoder.knows(schemaId)) {
      decoder.learn(schemaId, registry.byId(schemaId));
    }
    return decoder.decode(schemaId, value);
  }
}
