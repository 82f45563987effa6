package dev.millrace.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** A dead letter as a page of text. */
final class DeadLetterPage {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private DeadLetterPage() {}

  static String of(DeadLetter letter) {
    StringBuilder page = new StringBuilder();
    line(page, "id", letter.id());
    line(page, "job", letter.job());
    line(page, "stage", letter.stage());
    line(page, "reason", letter.reason());
    line(page, "detail", letter.detail());
    line(
        page,
        "source",
        "topic %s, partition %d, offset %d"
            .formatted(letter.sourceTopic(), letter.sourcePartition(), letter.sourceOffset()));
    line(page, "record time", letter.recordTime());
    line(page, "recorded at", letter.recordedAt());
    line(page, "replayed at", letter.replayedAt() == null ? "not yet" : letter.replayedAt());
    line(page, "key", ReadableBytes.of(letter.keyBytes()));
    headers(page, letter.headers());
    value(page, letter.valueBytes());
    return page.toString();
  }

  private static void headers(StringBuilder page, String headers) {
    JsonNode array = parsed(headers);
    if (array.isEmpty()) {
      line(page, "headers", "none");
    }
    for (JsonNode header : array) {
      line(
          page, "header", header.path("name").asText() + " = " + headerValue(header.path("value")));
    }
  }

  private static String headerValue(JsonNode value) {
    try {
      return ReadableBytes.of(value.isTextual() ? value.binaryValue() : null);
    } catch (IOException e) {
      return "not base64: " + value.asText();
    }
  }

  private static JsonNode parsed(String headers) {
    try {
      return MAPPER.readTree(headers);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot happen: jsonb that is no JSON: " + headers, e);
    }
  }

  private static void value(StringBuilder page, byte[] value) {
    if (value == null) {
      line(page, "value", "null");
      return;
    }
    line(page, "value", value.length == 1 ? "1 byte" : value.length + " bytes");
    page.append(HexDump.of(value));
  }

  private static void line(StringBuilder page, String name, String value) {
    page.append("%-12s %s\n".formatted(name, value));
  }
}
