package dev.millrace.contracts;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.ToolException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/** Reads records of a topic from lines of Avro's JSON. */
final class JsonRecords {
  private final Schema schema;

  /**
   * A reader of lines.
   *
   * @param topic that they are for
   * @param schema of the records
   */
  JsonRecords(Topic topic, Schema schema) {
    this.schema = requireNonNull(schema);
    if (schema.getField(topic.key()) == null) {
      throw new ToolException(
          "topic %s: its key must be a field of the record to be sent by hand, is '%s'"
              .formatted(topic.name(), topic.key()));
    }
  }

  /** The records, in the order of their lines; blank lines are nothing. */
  List<GenericRecord> read(List<String> lines) {
    List<GenericRecord> records = new ArrayList<>();
    GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(schema);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      try {
        records.add(reader.read(null, DecoderFactory.get().jsonDecoder(schema, lines.get(i))));
      } catch (IOException | AvroRuntimeException e) {
        throw new ToolException(
            "line %d is not a %s in Avro's JSON: %s"
                .formatted(i + 1, schema.getName(), e.getMessage()),
            e);
      }
    }
    return records;
  }
}
