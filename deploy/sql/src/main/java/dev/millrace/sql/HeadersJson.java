package dev.millrace.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A record's headers as the table {@code ops.dead_letters} keeps them: {@code [{"name": "trace",
 * "value": "YWJj"}]}, values in base64 or null.
 */
final class HeadersJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private HeadersJson() {}

  /**
   * The headers in their order.
   *
   * @throws IllegalArgumentException if the text is anything else; the message says what
   */
  static List<Header> parse(String json) {
    List<Header> headers = new ArrayList<>();
    for (JsonNode header : array(json)) {
      if (!header.path("name").isTextual()) {
        throw new IllegalArgumentException("a header has no name: " + header);
      }
      headers.add(new RecordHeader(header.path("name").textValue(), value(header)));
    }
    return List.copyOf(headers);
  }

  private static JsonNode array(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("headers are no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static byte[] value(JsonNode header) {
    JsonNode value = header.path("value");
    if (value.isNull() || value.isMissingNode()) {
      return null;
    }
    try {
      if (value.isTextual()) {
        return value.binaryValue();
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(notBase64(header), e);
    }
    throw new IllegalArgumentException(notBase64(header));
  }

  private static String notBase64(JsonNode header) {
    return "the value of the header '%s' is not base64".formatted(header.path("name").textValue());
  }
}
