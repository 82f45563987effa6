package dev.millrace.common.testing.savepoint;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a job made of its inputs.
 *
 * @param to topic or table
 * @param record record or row
 */
public record Output(String to, JsonNode record) {

  public Output {
    requireNonNull(to);
    requireNonNull(record);
  }

  /** A row, as its JSON text. */
  public static Output row(String table, String json) {
    return new Output(table, PlainJson.read(json, JsonNode.class));
  }

  static Output record(String topic, Object record) {
    return new Output(topic, PlainJson.of(record));
  }
}
