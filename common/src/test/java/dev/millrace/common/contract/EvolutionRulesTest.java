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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
  void theScaleOfADecimalMayNotChange() {
    String decimal =
        "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 9, \"scale\": %d}";
    assertThat(
            check(
                version(1, field("rate", decimal.formatted(2), "")),
                version(2, field("rate", decimal.formatted(4), ""))))
        .containsExactly(
            "card-event v1, v2: field rate: the logical type must stay, but is decimal(9,2) in v1 and decimal(9,4) in v2");
  }

  @Test
  void aTextMayNotBecomeBytes() {
    assertThat(
            check(
                version(1, field("note", "[\"null\", \"string\"]", "")),
                version(2, field("note", "[\"null\", \"bytes\"]", ""))))
        .containsExactly(
            "card-event v1, v2: field note: the type must stay, but is string in v1 and bytes in v2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"int\"; 0; 1; 0; 1",
        "\"string\"; \"\"; \"none\"; \"\"; \"none\"",
        "[\"null\", \"int\"]; null; 1; null; 1",
        "\"bytes\"; \"a\"; \"\\u00ff\"; 0x61; 0xff",
        "{\"type\": \"array\", \"items\": \"int\"}; []; [1]; []; [1]"
      })
  void aDefaultMayNotChange(String type, String before, String after, String was, String is) {
    assertThat(
            check(
                version(1, field("rank", type, ", \"default\": " + before)),
                version(2, field("rank", type, ", \"default\": " + before)),
                version(3, field("rank", type, ", \"default\": " + after))))
        .containsExactly(
            "card-event v1, v3: field rank: the default must stay, but is %s in v1 and %s in v3: their readers would see different values in the same bytes"
                .formatted(was, is),
            "card-event v2, v3: field rank: the default must stay, but is %s in v2 and %s in v3: their readers would see different values in the same bytes"
                .formatted(was, is));
  }

  @Test
  void aDefaultMayBeAddedAndTakenAway() {
    assertThat(
            check(
                version(1, field("rank", "\"int\"", "")),
                version(2, field("rank", "\"int\"", ", \"default\": 1")),
                version(3, field("rank", "\"int\"", ""))))
        .isEmpty();
  }

  @Test
  void theDefaultOfAnEnumMayNotChange() {
    assertThat(
            check(
                version(1, colour("\"RED\", \"BLUE\"", "RED")),
                version(2, colour("\"RED\", \"BLUE\"", "BLUE"))))
        .containsExactly(
            "card-event v1, v2: field colour: the default of the enum must stay, but is RED in v1 and BLUE in v2: their readers would see different values in the same bytes");
  }

  @Test
  void aFieldMayHaveNoAliases() {
    Version old = version(1, ID, field("note", "\"string\"", ", \"default\": \"\""));
    String renamed = ", \"default\": \"\", \"aliases\": [\"note\", \"comment\"]";

    assertThat(check(old, version(2, ID, field("remark", "\"string\"", renamed))))
        .containsExactly(
            "card-event v2: field remark: must have no aliases, but has comment, note: readers of older versions do not know the new name, and read their default");
  }

  @Test
  void aTypeMayHaveNoAliases() {
    String part =
        "{\"type\": \"record\", \"name\": \"Part\", \"doc\": \"Part.\", \"aliases\": [\"Piece\"], \"fields\": [%s]}"
            .formatted(ID);
    assertThat(check(version(1, field("part", part, ""))))
        .containsExactly(
            "card-event v1: field part: type Part must have no aliases, but has dev.millrace.test.Piece: readers of older versions do not know them");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[\"null\", \"CardEvent\"]",
        "{\"type\": \"array\", \"items\": \"CardEvent\"}",
        "{\"type\": \"map\", \"values\": \"CardEvent\"}"
      })
  void aRecordMayNotHoldItself(String type) {
    // Twice, so that a walk that followed it would not end.
    assertThat(check(version(1, ID, field("left", type, ""), field("right", type, ""))))
        .hasSize(2)
        .allMatch(
            line ->
                line.endsWith(
                    "record CardEvent must not hold itself: a value could be nested without a bound"))
        .first()
        .asString()
        .startsWith("card-event v1: field left");
  }

  @Test
  void aRecordMayNotHoldItselfThroughAnother() {
    String part =
        "{\"type\": \"record\", \"name\": \"Part\", \"doc\": \"Part.\", \"fields\": [%s]}"
            .formatted(field("whole", "[\"null\", \"CardEvent\"]", ""));
    List<Version> versions =
        List.of(version(1, field("part", part, "")), version(2, field("part", part, "")));

    assertThat(check(versions.get(0)))
        .containsExactly(
            "card-event v1: field part.whole: record CardEvent must not hold itself: a value could be nested without a bound");
    assertThat(EvolutionRules.check(versions)).hasSize(2);
  }

  @Test
  void aTypeMayBeUsedTwice() {
    String part =
        "{\"type\": \"record\", \"name\": \"Part\", \"doc\": \"Part.\", \"fields\": [%s]}"
            .formatted(ID);
    assertThat(
            check(version(1, field("one", part, ""), field("other", "[\"null\", \"Part\"]", ""))))
        .isEmpty();
  }

  @Test
  void aNamespaceMayNotChange() {
    Version moved =
        new Version(
            "card-event",
            2,
            new Schema.Parser()
                .parse(
                    version(2, ID).schema().toString().replace("millrace.test", "millrace.cards")));

    assertThat(check(version(1, ID), moved))
        .containsExactly(
            "card-event v1, v2: the namespace of the type must stay, but is dev.millrace.test in v1 and dev.millrace.cards in v2");
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
