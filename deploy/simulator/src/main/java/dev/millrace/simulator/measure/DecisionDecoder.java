package dev.millrace.simulator.measure;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.DecodeLimits;
import dev.millrace.common.contract.RecordDecoder;
import dev.millrace.common.contract.RegistryUnavailableException;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.UndecodableException;
import dev.millrace.common.contract.UnknownSchemaException;
import dev.millrace.payments.FraudDecision;

/**
 * Reads decisions in any registered version. Whatever the bytes are, it costs little: among
 * decisions lies what {@code scripts/simulate hostile} sends. Not thread-safe.
 */
final class DecisionDecoder {
  /** As the jobs' own default. */
  private static final DecodeLimits LIMITS = new DecodeLimits(1 << 20, 10_000, 32);

  private final SchemaRegistry registry;
  private final RecordDecoder<FraudDecision> decoder =
      new RecordDecoder<>(FraudDecision.class, LIMITS);

  DecisionDecoder(SchemaRegistry registry) {
    this.registry = requireNonNull(registry, "registry");
  }

  /**
   * Decodes a record value.
   *
   * @throws UndecodableException if the bytes are not a decision in wire format
   * @throws UnknownSchemaException if the registry does not know its schema
   * @throws RegistryUnavailableException if the registry gives no answer
   */
  FraudDecision decode(byte[] value)
      throws UndecodableException, UnknownSchemaException, RegistryUnavailableException {
    int schemaId = decoder.schemaId(value);
    if (!decoder.knows(schemaId)) {
      decoder.learn(schemaId, registry.byId(schemaId));
    }
    return decoder.decode(schemaId, value);
  }
}
