package dev.millrace.common.contract;

import static java.util.Objects.requireNonNull;

import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * Reads values in {@linkplain WireFormat wire format}, written with any version that it has been
 * taught, as the version that the record class was generated from. Knows schemas only by {@link
 * #learn}; asking for them is somebody else's work, because it can take long. Not thread-safe.
 *
 * @param <T> the generated record class
 */
public final class RecordDecoder<T extends SpecificRecordBase> {
  static {
    TrustedRecords.trust();
  }

  private final Schema readerSchema;
  private final SpecificData model;
  private final int maxBytes;
  private final Map<Integer, Writer<T>> writers = new HashMap<>();
  private BinaryDecoder decoder;

  /** How values of one schema id are read, or why they cannot be. */
  private record Writer<T>(DatumReader<T> reader, String reason, String detail) {}

  /**
   * A decoder that knows no schema yet.
   *
   * @param type the generated record class
   * @param maxBytes the largest value that is read at all
   */
  public RecordDecoder(Class<T> type, int maxBytes) {
    this.model = SpecificData.getForClass(type);
    this.readerSchema = model.getSchema(type);
    this.maxBytes = maxBytes;
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
    if (value.length > maxBytes) {
      throw new UndecodableException(
          "too-large",
          "the value has %d bytes, at most %d are read".formatted(value.length, maxBytes));
    }
    if (value[0] != WireFormat.MAGIC) {
      throw new UndecodableException(
          "bad-magic-byte",
          "the value starts with byte 0x%02x, the Confluent wire format starts with 0x00"
              .formatted(value[0]));
    }
    if (value.length < WireFormat.HEADER_LENGTH) {
      throw new UndecodableException(
          "truncated",
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
    if (!schema.getFullName().equals(readerSchema.getFullName())) {
      return new Writer<>(
          null,
          "wrong-record-type",
          "schema id %d is a %s, this topic holds %s"
              .formatted(schemaId, schema.getFullName(), readerSchema.getFullName()));
    }
    SchemaCompatibility.SchemaPairCompatibility compatibility =
        SchemaCompatibility.checkReaderWriterCompatibility(readerSchema, schema);
    if (compatibility.getType() != SchemaCompatibilityType.COMPATIBLE) {
      return new Writer<>(
          null,
          "incompatible-schema",
          "schema id %d cannot be read as %s: %s"
              .formatted(
                  schemaId,
                  readerSchema.getFullName(),
                  compatibility.getResult().getIncompatibilities()));
    }
    return new Writer<>(new SpecificDatumReader<>(schema, readerSchema, model), "", "");
  }

  /**
   * The record in a value whose schema id {@linkplain #knows is known}.
   *
   * @throws UndecodableException if the bytes are not one whole record of their schema
   */
  public T decode(int schemaId, byte[] value) throws UndecodableException {
    Writer<T> writer = requireNonNull(writers.get(schemaId), "schema id is not known");
    if (writer.reader() == null) {
      throw new UndecodableException(writer.reason(), writer.detail());
    }
    decoder =
        DecoderFactory.get()
            .binaryDecoder(
                value, WireFormat.HEADER_LENGTH, value.length - WireFormat.HEADER_LENGTH, decoder);
    try {
      T record = writer.reader().read(null, decoder);
      if (!decoder.isEnd()) {
        throw new UndecodableException(
            "trailing-bytes", "bytes are left after a whole record of schema id " + schemaId);
      }
      return record;
    } catch (EOFException e) {
      throw new UndecodableException(
          "truncated",
          "the value ends after %d bytes in the middle of a record of schema id %d"
              .formatted(value.length, schemaId));
    } catch (IOException | RuntimeException e) {
      // Avro throws many kinds for bytes that make no sense; none of them may stop a job.
      throw new UndecodableException(
          "not-avro", "the bytes are not a record of schema id %d: %s".formatted(schemaId, e));
    }
  }
}
