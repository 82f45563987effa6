package dev.millrace.common.testing.savepoint;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import org.apache.avro.specific.SpecificRecordBase;

/** What is in a savepoint or leaves a job, as JSON that people read and tests compare. */
final class PlainJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          // What a record answers is not what it holds, and not every one has an answer.
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          // Bytes are shown as text in which each is a character.
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .addModule(new SimpleModule().addSerializer(SpecificRecordBase.class, new OfAvroRecord()))
          .build();

  private PlainJson() {}

  /** A value of any type that jobs keep or emit. */
  static JsonNode of(Object value) {
    try {
      // Through text, so that a number is the same whether it was read or made.
      return MAPPER.readTree(text(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot show " + value.getClass(), e);
    }
  }

  /** A value in one line. */
  static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot show " + value.getClass(), e);
    }
  }

  /** The value in a line. */
  static <T> T read(String text, Class<T> type) {
    try {
      return MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a %s: %s".formatted(type.getSimpleName(), text), e);
    }
  }

  /** Without the marks of unions, which a reader of another version would not expect. */
  private static final class OfAvroRecord extends StdSerializer<SpecificRecordBase> {
    private static final long serialVersionUID = 1L;

    OfAvroRecord() {
      super(SpecificRecordBase.class);
    }

    @Override
    public void serialize(SpecificRecordBase record, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeTree(MAPPER.readTree(record.toString()));
    }
  }
}
