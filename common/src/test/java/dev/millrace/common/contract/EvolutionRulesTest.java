package dev.millrace.common.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.contract.EvolutionRules.Breach;
import dev.millrace.common.contract.EvolutionRules.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EvolutionRulesTest {
  private static final Path SCHEMAS = Path.of("..", "schemas");
  private static final String ID = "{\"name\": \"id\", \"type\": \"string\", \"doc\": \"Id.\"}";

  @ParameterizedTest
  @MethodSource("records")
  void everyVersionReadsEveryOther(String record) throws IOException {
    assertThat(EvolutionRules.check(versionsOf(record))).isEmpty();
  }

  @Test
  void sharedTypesOfTheSuiteAreTheSameEverywhere() throws IOException {
    List<Version> newest = new ArrayList<>();
    for (String record : records()) {
      List<Version> versions = versionsOf(record);
      newest.add(versions.get(versions.size() - 1));
    }
    assertThat(newest).hasSizeGreaterThan(3);
    assertThat(EvolutionRules.checkSharedTypes(newest)).isEmpty();
  }

  @Test
  void aFieldWithDefaultMayComeAndGo() {
    Version without = version(1, ID);
    Version with = version(2, ID, field("note", "\"string\"", ", \"default\": \"\""));

    assertThat(EvolutionRules.check(List.of(without, with, version(3, ID)))).isEmpty();
  }

  @Test
  void aFieldWithoutDefaultMayNotCome() {
    assertThat(check(version(1, ID), version(2, ID, field("note", "\"string\"", ""))))
        .containsExactly(
            "card-event v1, v2: field note: v2 must read what v1 wrote, but the field exists only in the reader and has no default");
  }

  @Test
  void versionsThatAreNotNeighboursAreComparedToo() {
    Version first = version(1, ID, field("note", "\"string\"", ", \"default\": \"\""));
    Version third = version(3, ID, field("note", "\"long\"", ", \"default\": 0"));

    assertThat(check(first, version(2, ID), third))
        .hasSize(2)
        .allMatch(line -> line.startsWith("card-event v1, v3: field note: "));
  }

  @Test
  void aTypeMayNotChangeEvenWhereOneDirectionCouldRead() {
    assertThat(
            check(
                version(1, ID, field("amount", "\"int\"", "")),
                version(2, ID, field("amount", "\"long\"", ""))))
        .containsExactly(
            "card-event v1, v2: field amount: v1 must read what v2 wrote, but the types do not match: reader type: INT not compatible with writer type: LONG");
  }

  @Test
  void aNestedFieldIsNamedByItsPath() {
    String nested =
        "{\"type\": \"array\", \"items\": {\"type\": \"record\", \"name\": \"Part\", \"doc\": \"Part.\", \"fields\": [%s]}}";
    assertThat(
            check(
                version(1, ID, field("parts", nested.formatted(ID), "")),
                version(
                    2,
                    ID,
                    field("parts", nested.formatted(ID + "," + field("x", "\"int\"", "")), ""))))
        .singleElement()
        .asString()
        .startsWith("card-event v1, v2: field parts[].x: v2 must read");
  }

  @Test
  void aLogicalTypeMayNotChange() {
    assertThat(check(version(1, time("timestamp-millis")), version(2, time("timestamp-micros"))))
        .containsExactly(
            "card-event v1, v2: field at: the logical type must stay, but is timestamp-millis in v1 and timestamp-micros in v2");
  }

  @Test
  void symbolsMayComeWhereTheEnumHasADefault() {
    assertThat(
            check(
                version(1, colour("\"RED\"", "RED")),
                version(2, colour("\"RED\", \"BLUE\"", "RED"))))
        .isEmpty();
  }

  @Test
  void anEnumNeedsADefault() {
    String colour = "{\"type\": \"enum\", \"name\": \"Colour\", \"symbols\": [\"RED\"]}";
    assertThat(check(version(1, field("colour", colour, ""))))
        .containsExactly(
            "card-event v1: field colour: enum Colour must have a default, which a reader takes for symbols it does not know");
  }

  @Test
  void aFieldNeedsADoc() {
    assertThat(check(version(1, "{\"name\": \"id\", \"type\": \"string\"}")))
        .containsExactly("card-event v1: field id: must have a doc: meaning, unit, range");
  }

  @Test
  void aFieldNameIsAColumnName() {
    assertThat(check(version(1, field("cardId", "\"string\"", ""))))
        .containsExactly(
            "card-event v1: field cardId: name must be lower case words joined by _: it names a column");
  }

  @Test
  void aRecordIsNamedAsItsFolder() {
    Schema schema = version(1, ID).schema();
    assertThat(check(new Version("shop-event", 1, schema)))
        .containsExactly(
            "shop-event v1: must be a record named as its folder, ShopEvent, not CardEvent");
  }

  @Test
  void aSharedTypeMayNotDiffer() {
    String part =
        "{\"type\": \"record\", \"name\": \"Part\", \"doc\": \"%s\", \"fields\": [" + ID + "]}";
    Version one = version(1, field("part", part.formatted("A part."), ""));
    Version other = version(2, field("part", part.formatted("Another."), ""));

    assertThat(EvolutionRules.checkSharedTypes(List.of(one, other)))
        .extracting(Breach::rule)
        .contains(
            "type dev.millrace.test.Part must be the same wherever it is used, but differs from that of card-event v1");
  }

  private static List<String> check(Version... versions) {
    return EvolutionRules.check(List.of(versions)).stream().map(Breach::toString).toList();
  }

  private static Version version(int number, String... fields) {
    return new Version(
        "card-event",
        number,
        new Schema.Parser()
            .parse(
                """
                {"type": "record", "name": "CardEvent", "namespace": "dev.millrace.test", "doc": "Test.", "fields": [%s]}
                """
                    .formatted(String.join(",", fields))));
  }

  private static String field(String name, String type, String more) {
    return "{\"name\": \"%s\", \"type\": %s, \"doc\": \"Doc.\"%s}".formatted(name, type, more);
  }

  private static String time(String logicalType) {
    return field("at", "{\"type\": \"long\", \"logicalType\": \"%s\"}".formatted(logicalType), "");
  }

  private static String colour(String symbols, String otherwise) {
    return field(
        "colour",
        "{\"type\": \"enum\", \"name\": \"Colour\", \"symbols\": [%s], \"default\": \"%s\"}"
            .formatted(symbols, otherwise),
        "");
  }

  private static List<String> records() throws IOException {
    try (Stream<Path> folders = Files.list(SCHEMAS)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("v1.avsc")))
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private static List<Version> versionsOf(String record) throws IOException {
    List<Version> versions = new ArrayList<>();
    for (int number = 1; Files.exists(file(record, number)); number++) {
      Schema schema = new Schema.Parser().parse(Files.readString(file(record, number)));
      versions.add(new Version(record, number, schema));
    }
    return versions;
  }

  private static Path file(String record, int number) {
    return SCHEMAS.resolve(record).resolve("v%d.avsc".formatted(number));
  }
}
