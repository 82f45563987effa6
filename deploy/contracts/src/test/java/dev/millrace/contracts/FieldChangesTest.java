package dev.millrace.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class FieldChangesTest {
  @Test
  void namesWhatCameWentAndChanged() {
    Schema before =
        schema(
            """
            {"name": "gone", "type": ["null", "string"], "default": null},
            {"name": "same", "type": "string", "doc": "As it was."},
            {"name": "told", "type": "string", "doc": "In these words."},
            {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
            {"name": "parts", "type": {"type": "array", "items": {"type": "record", "name": "Part", "fields": [
              {"name": "rate", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}}]}}}
            """);
    Schema after =
        schema(
            """
            {"name": "same", "type": "string", "doc": "As it was."},
            {"name": "told", "type": "string", "doc": "In other words."},
            {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
            {"name": "parts", "type": {"type": "array", "items": {"type": "record", "name": "Part", "fields": [
              {"name": "rate", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 4}},
              {"name": "more", "type": {"type": "map", "values": "int"}, "default": {}}]}}},
            {"name": "colour", "type": {"type": "enum", "name": "Colour", "symbols": ["RED", "BLUE"]}}
            """);

    assertThat(FieldChanges.between(before, after))
        .containsExactly(
            "- gone: null or string, default null",
            "~ told: other doc",
            "~ at: long timestamp-micros, was long timestamp-millis",
            "~ parts[].rate: bytes decimal(9,4), was bytes decimal(9,2)",
            "+ parts[].more: map of int, default {}",
            "+ colour: enum Colour [RED, BLUE]");
    assertThat(FieldChanges.between(after, after)).isEmpty();
  }

  @Test
  void endsWhereARecordHoldsItself() {
    Schema list = schema("{\"name\": \"next\", \"type\": [\"null\", \"Event\"]}");
    assertThat(FieldChanges.between(schema("{\"name\": \"id\", \"type\": \"int\"}"), list))
        .containsExactly("- id: int", "+ next: null or Event");
  }

  @Test
  void readsTheSchemasOfTheSuite() throws IOException {
    assertThat(FieldChanges.between(transaction(2), transaction(3)))
        .containsExactly(
            "+ entry_mode: enum EntryMode [UNKNOWN, CHIP, CONTACTLESS, MAGNETIC_STRIPE, MANUAL, ONLINE], default \"UNKNOWN\"");
  }

  private static Schema transaction(int version) throws IOException {
    Path file = Path.of("..", "..", "schemas", "transaction", "v%d.avsc".formatted(version));
    return new Schema.Parser().parse(Files.readString(file));
  }

  private static Schema schema(String fields) {
    return new Schema.Parser()
        .parse("{\"type\": \"record\", \"name\": \"Event\", \"fields\": [%s]}".formatted(fields));
  }
}
