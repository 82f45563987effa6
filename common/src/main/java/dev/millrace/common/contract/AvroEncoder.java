package dev.millrace.common.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Encodes records of one schema in the {@linkplain WireFormat Confluent wire format}. Not
 * thread-safe.
 *
 * @param <T> the record type, generated or generic
 */
public final class AvroEncoder<T extends IndexedRecord> {
  static {
    TrustedRecords.trust();
  }

  private final byte[] header;
  private final SpecificDatumWriter<T> writer;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
  private BinaryEncoder encoder;

  /**
   * An encoder for records of one schema.
   *
   * @param schema the schema of the records
   * @param schemaId the id under which the registry knows {@code schema}
   */
  public AvroEncoder(Schema schema, int schemaId) {
    this.header = WireFormat.header(schemaId);
    this.writer = new SpecificDatumWriter<>(schema, SpecificData.getForSchema(schema));
  }

  /** The record in wire format. */
  public byte[] encode(T record) {
    bytes.reset();
    bytes.write(header, 0, header.length);
    encoder = EncoderFactory.get().directBinaryEncoder(bytes, encoder);
    try {
      writer.write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot happen: encoding into memory", e);
    }
    return bytes.toByteArray();
  }
}
