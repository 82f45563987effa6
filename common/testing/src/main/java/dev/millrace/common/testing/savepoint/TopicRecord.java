package dev.millrace.common.testing.savepoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.contract.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * A record in a topic, as people write it.
 *
 * @param topic Kafka topic
 * @param partition Kafka partition
 * @param offset Kafka offset
 * @param timestamp Kafka timestamp, milliseconds since 1970
 * @param key text of the key, or null
 * @param headers texts by name, or null if there are none
 * @param schema what it was written with, by its file in the schemas, {@code transaction/v1}
 * @param id of the schema at the registry
 * @param later whether it comes only when the job has done with all that stands before it; what
 *     does not comes in any order of the topics
 * @param waits whether the registry does not answer for this id before the savepoint is taken
 * @param value the value in Avro's JSON encoding
 */
record TopicRecord(
    String topic,
    int partition,
    long offset,
    long timestamp,
    String key,
    Map<String, String> headers,
    String schema,
    int id,
    boolean later,
    boolean waits,
    JsonNode value) {

  TopicRecord {
    requireNonNull(topic, "topic");
    requireNonNull(schema, "schema");
    requireNonNull(value, "value");
  }

  /** Byte for byte as a job gets it. */
  RawRecord raw() {
    Map<String, String> sorted = new TreeMap<>(requireNonNullElse(headers, Map.of()));
    return new RawRecord(
        topic,
        partition,
        offset,
        timestamp,
        key == null ? null : key.getBytes(UTF_8),
        bytes(),
        sorted.keySet().toArray(String[]::new),
        sorted.values().stream().map(text -> text.getBytes(UTF_8)).toArray(byte[][]::new));
  }

  /** The schema that it was written with. */
  Schema writtenWith() {
    String file = "/schemas/%s.avsc".formatted(schema);
    try (InputStream text = TopicRecord.class.getResourceAsStream(file)) {
      if (text == null) {
        throw new IllegalArgumentException("schema must name a file of schemas, got " + schema);
      }
      return new Schema.Parser().parse(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] bytes() {
    Schema writer = writtenWith();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      GenericRecord record =
          new GenericDatumReader<GenericRecord>(writer)
              .read(null, DecoderFactory.get().jsonDecoder(writer, value.toString()));
      out.write(WireFormat.header(id));
      BinaryEncoder binary = EncoderFactory.get().binaryEncoder(out, null);
      new GenericDatumWriter<GenericRecord>(writer).write(record, binary);
      binary.flush();
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "value must fit %s, got %s: %s".formatted(schema, value, e.getMessage()), e);
    }
    return out.toByteArray();
  }
}
