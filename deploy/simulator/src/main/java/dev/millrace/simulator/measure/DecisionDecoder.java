package dev.millrace.simulator.measure;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.RegistryUnavailableException;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.UnknownSchemaException;
import dev.millrace.common.contract.WireFormat;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.Outcome;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/** Reads of a decision, in any registered version, only what is measured. Not thread-safe. */
final class DecisionDecoder {
  private static final String TRANSACTION_ID = "transaction_id";
  private static final String OUTCOME = "outcome";
  private static final Schema MEASURED = measuredFields();

  private final SchemaRegistry registry;
  private final Map<Integer, GenericDatumReader<GenericRecord>> readers = new HashMap<>();
  private BinaryDecoder decoder;

  /** The measured fields of a decision. */
  record Decided(String transactionId, Outcome outcome) {}

  DecisionDecoder(SchemaRegistry registry) {
    this.registry = requireNonNull(registry, "registry");
  }

  /**
   * Decodes a record value.
   *
   * @throws IOException if the bytes are not a decision in wire format
   * @throws UnknownSchemaException if the registry does not know its schema
   * @throws RegistryUnavailableException if the registry gives no answer
   */
  Decided decode(byte[] value)
      throws IOException, UnknownSchemaException, RegistryUnavailableException {
    if (value == null || value.length < WireFormat.HEADER_LENGTH || value[0] != WireFormat.MAGIC) {
      throw new IOException("the value is not in the Confluent wire format");
    }
    decoder =
        DecoderFactory.get()
            .binaryDecoder(
                value, WireFormat.HEADER_LENGTH, value.length - WireFormat.HEADER_LENGTH, decoder);
    GenericRecord decision = reader(WireFormat.schemaId(value)).read(null, decoder);
    return new Decided(
        decision.get(TRANSACTION_ID).toString(), Outcome.valueOf(decision.get(OUTCOME).toString()));
  }

  private GenericDatumReader<GenericRecord> reader(int schemaId)
      throws UnknownSchemaException, RegistryUnavailableException {
    GenericDatumReader<GenericRecord> reader = readers.get(schemaId);
    if (reader == null) {
      reader = new GenericDatumReader<>(registry.byId(schemaId), MEASURED);
      readers.put(schemaId, reader);
    }
    return reader;
  }

  private static Schema measuredFields() {
    Schema full = FraudDecision.getClassSchema();
    return Schema.createRecord(
        full.getName(),
        full.getDoc(),
        full.getNamespace(),
        false,
        List.of(
            new Schema.Field(full.getField(TRANSACTION_ID), full.getField(TRANSACTION_ID).schema()),
            new Schema.Field(full.getField(OUTCOME), full.getField(OUTCOME).schema())));
  }
}
