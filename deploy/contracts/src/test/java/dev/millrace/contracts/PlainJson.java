package dev.millrace.contracts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * Records of texts, numbers, symbols and nulls as a person writes them, to Avro's bytes and back.
 */
final class PlainJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PlainJson() {}

  /** The bytes of a record; all fields of the schema must be given, and no others. */
  static byte[] encode(String json, Schema schema) {
    GenericRecord record = new GenericData.Record(schema);
    JsonNode fields = parse(json);
    if (fields.size() != schema.getFields().size()) {
      throw new IllegalArgumentException(
          "%s does not hold all fields, and only those".formatted(json));
    }
    for (Schema.Field field : schema.getFields()) {
      record.put(field.name(), value(fields.required(field.name()), field.schema()));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  /** What a reader makes of a writer's bytes, as {@link #normal} text. */
  static String decode(byte[] bytes, Schema writer, Schema reader) {
    GenericRecord record;
    try {
      record =
          new GenericDatumReader<GenericRecord>(writer, reader)
              .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    ObjectNode json = MAPPER.createObjectNode();
    for (Schema.Field field : reader.getFields()) {
      json.set(field.name(), node(record.get(field.name())));
    }
    return json.toString();
  }

  /** The same JSON without blanks. */
  static String normal(String json) {
    return parse(json).toString();
  }

  private static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private static Object value(JsonNode node, Schema schema) {
    return switch (schema.getType()) {
      case UNION -> node.isNull() ? null : value(node, branch(schema));
      case ENUM -> new GenericData.EnumSymbol(schema, node.textValue());
      case STRING -> node.textValue();
      case INT -> node.intValue();
      case LONG -> node.longValue();
      default -> throw new IllegalArgumentException("no example holds a " + schema);
    };
  }

  private static Schema branch(Schema union) {
    return union.getTypes().stream()
        .filter(type -> type.getType() != Schema.Type.NULL)
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode node(Object value) {
    return value instanceof Integer || value instanceof Long || value == null
        ? MAPPER.valueToTree(value)
        : MAPPER.valueToTree(value.toString());
  }
}
