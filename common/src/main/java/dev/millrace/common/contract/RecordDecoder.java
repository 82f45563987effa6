package dev.millrace.common.contract;

import static java.util.Objects.requireNonNull;

import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Reads values in {@linkplain WireFormat wire format}, written with any version that it has been
 * taught, as the version that the record class was generated from. Knows schemas only by {@link
 * #learn}; asking for them is somebody else's work, because it can take long. Not thread-safe.
 *
 * <p>Whatever the bytes and the schema are, {@link #decode} ends soon, with a record or with an
 * {@link UndecodableException}, and within the {@linkplain DecodeLimits limits}: an error of the
 * virtual machine would stop the job, and the same record would stop it again after each restart.
 *
 * @param <T> the generated record class
 */
public final class RecordDecoder<T extends SpecificRecordBase> {
  static {
    TrustedRecords.trust();
  }

  static final String TRUNCATED = "truncated";

  private final Schema readerSchema;
  private final SpecificData model;
  private final DecodeLimits limits;
  private final LimitedDecoder decoder;
  private final Map<Integer, Writer<T>> writers = new HashMap<>();

  /** How values of one schema id are read, or why they cannot be. */
  private record Writer<T>(DatumReader<T> reader, UndecodableException refusal) {}

  /**
   * A decoder that knows no schema yet.
   *
   * @param type the generated record class
   * @param limits what a value may cost to read
   * @throws IllegalArgumentException if the schema of {@code type} is beyond the limits itself; its
   *     cause is the {@link UndecodableException} that says which
   */
  public RecordDecoder(Class<T> type, DecodeLimits limits) {
    this.model = SpecificData.getForClass(type);
    this.readerSchema = model.getSchema(type);
    this.limits = requireNonNull(limits);
    this.decoder = new LimitedDecoder(limits);
    try {
      SchemaLimits.require(type.getName(), readerSchema, limits);
    } catch (UndecodableException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * The schema id of a value.
   *
   * @throws UndecodableException if the value has no valid header or is too large
   */
  public int schemaId(byte[] value) throws UndecodableException {
    if (value == null) {
      throw new UndecodableException("no-value", "the record has no value (a tombstone)");
    }
    if (value.length == 0) {
      throw new UndecodableException("empty", "the value is empty");
    }
    if (value.length > limits.recordBytes()) {
      throw new UndecodableException(
          "too-large",
          "the value has more than %d bytes, the most that are read"
              .formatted(limits.recordBytes()));
    }
    if (value[0] != WireFormat.MAGIC) {
      throw new UndecodableException(
          "bad-magic-byte",
          "the value starts with byte 0x%02x, the Confluent wire format starts with 0x00"
              .formatted(value[0]));
    }
    if (value.length < WireFormat.HEADER_LENGTH) {
      throw new UndecodableException(
          TRUNCATED,
          "the value has %d bytes, the header alone has %d"
              .formatted(value.length, WireFormat.HEADER_LENGTH));
    }
    return WireFormat.schemaId(value);
  }

  /** Whether {@link #learn} was called for this id. */
  public boolean knows(int schemaId) {
    return writers.containsKey(schemaId);
  }

  /**
   * From now on values with this id are read with this schema, if it can be read as the record
   * class at all.
   */
  public void learn(int schemaId, Schema writerSchema) {
    writers.put(schemaId, writer(schemaId, requireNonNull(writerSchema)));
  }

  private Writer<T> writer(int schemaId, Schema schema) {
    try {
      requireReadable("schema id " + schemaId, schema);
      return new Writer<>(new SpecificDatumReader<>(schema, readerSchema, model), null);
    } catch (UndecodableException refusal) {
      return new Writer<>(null, refusal);
    }
  }

  private void requireReadable(String name, Schema schema) throws UndecodableException {
    String type = readerSchema.getFullName();
    if (!schema.getFullName().equals(type)) {
      throw new UndecodableException(
          "wrong-record-type",
          "%s is a %s, this topic holds %s".formatted(name, schema.getFullName(), type));
    }
    // First: the walks that follow would not survive a schema beyond the limits.
    SchemaLimits.require(name, schema, limits);
    List<Incompatibility> incompatibilities =
        SchemaCompatibility.checkReaderWriterCompatibility(readerSchema, schema)
            .getResult()
            .getIncompatibilities();
    if (!incompatibilities.isEmpty()) {
      throw new UndecodableException(
          "incompatible-schema",
          "%s cannot be read as %s: %s".formatted(name, type, text(incompatibilities)));
    }
    Optional<String> bytesAsText = BytesAsText.find(schema, readerSchema, model);
    if (bytesAsText.isPresent()) {
      throw new UndecodableException(
          "incompatible-schema",
          "%s cannot be read as %s: field %s is written as bytes, which need not be a text"
              .formatted(name, type, bytesAsText.get()));
    }
  }

  private static String text(List<Incompatibility> incompatibilities) {
    return incompatibilities.stream()
        .map(
            found ->
                "%s at %s: %s".formatted(found.getType(), found.getLocation(), found.getMessage()))
        .collect(Collectors.joining("; "));
  }

  /**
   * The record in a value whose schema id {@linkplain #knows is known}.
   *
   * @param value as {@link #schemaId} has let it through
   * @throws UndecodableException if the bytes are not one whole record of their schema
   */
  public T decode(int schemaId, byte[] value) throws UndecodableException {
    Writer<T> writer = requireNonNull(writers.get(schemaId), "schema id is not known");
    if (writer.refusal() != null) {
      throw writer.refusal();
    }
    try {
      decoder.reset(value, WireFormat.HEADER_LENGTH);
      T record = writer.reader().read(null, decoder);
      if (!decoder.isEnd()) {
        throw new UndecodableException(
            "trailing-bytes", "bytes are left after a whole record of schema id " + schemaId);
      }
      return record;
    } catch (InvalidBytesException e) {
      throw e.reason().equals(TRUNCATED)
          ? truncated(schemaId, value)
          : new UndecodableException(
              e.reason(), "%s in a record of schema id %d".formatted(e.getMessage(), schemaId));
    } catch (EOFException e) {
      // More items than bytes are left, which Avro's reader finds out before it reads the first.
      throw truncated(schemaId, value);
    } catch (IOException | RuntimeException e) {
      // Avro throws many kinds for bytes that make no sense; none of them may stop a job.
      throw new UndecodableException(
          "not-avro", "the bytes are not a record of schema id %d: %s".formatted(schemaId, e));
    }
  }

  private static UndecodableException truncated(int schemaId, byte[] value) {
    return new UndecodableException(
        TRUNCATED,
        "the value ends after %d bytes in the middle of a record of schema id %d"
            .formatted(value.length, schemaId));
  }
}
