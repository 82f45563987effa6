package dev.millrace.common.delivery;

import static dev.millrace.common.delivery.WriteMode.FIRST_WINS;
import static dev.millrace.common.delivery.WriteMode.LATEST_VERSION_WINS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TableTest {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("id", SqlType.TEXT),
          new Column("version", SqlType.BIGINT),
          new Column("body", SqlType.TEXT));

  @Test
  void knowsItsKeyAndVersionByIndex() {
    Table table = table("s.t", List.of("body", "id"), LATEST_VERSION_WINS, "version");

    assertThat(table.keyIndexes()).containsExactly(2, 0);
    assertThat(table.version()).isEqualTo(1);
  }

  @Test
  void aNameThatIsNotSchemaAndTableIsRefused() {
    for (String name : List.of("t", "S.t", "s.t.u", "s.t; drop table x", "")) {
      assertRefused(
          () -> table(name, List.of("id"), FIRST_WINS, null),
          "table " + name + ": name must be schema.table in lower case");
    }
  }

  @Test
  void twoColumnsOfOneNameAreRefused() {
    List<Column> columns =
        List.of(
            new Column("id", SqlType.TEXT),
            new Column("source_topic", SqlType.TEXT),
            new Column("source_topic", SqlType.TEXT));
    assertRefused(
        () -> Table.of("s.t", columns, List.of("id"), FIRST_WINS, Optional.empty()),
        "table s.t: columns must differ, got two source_topic");
  }

  @Test
  void aKeyIsAmongTheColumns() {
    assertRefused(
        () -> table("s.t", List.of(), FIRST_WINS, null),
        "table s.t: key must name at least one column");
    assertRefused(
        () -> table("s.t", List.of("id", "other"), FIRST_WINS, null),
        "table s.t: key must be among the columns [id, version, body], got [id, other]");
  }

  @ParameterizedTest
  @EnumSource(names = {"BYTEA", "DOUBLE", "JSONB", "TEXT_ARRAY"})
  void aKeyIsOfATypeThatTheDatabaseComparesInTheSameWay(SqlType type) {
    List<Column> columns = List.of(new Column("id", type));
    assertRefused(
        () -> Table.of("s.t", columns, List.of("id"), FIRST_WINS, Optional.empty()),
        "table s.t: key must be of text, whole numbers, boolean or time, got id, which is " + type);
  }

  @Test
  void aVersionBelongsToLatestVersionWinsOnly() {
    String rule = "table s.t: version must be given for latest-version-wins and for nothing else";
    assertRefused(() -> table("s.t", List.of("id"), FIRST_WINS, "version"), rule);
    assertRefused(() -> table("s.t", List.of("id"), LATEST_VERSION_WINS, null), rule);
  }

  @Test
  void aVersionIsAWholeNumberAmongTheColumns() {
    String rule =
        "table s.t: version must be a whole number or a time among the columns [id, version, body]";
    assertRefused(
        () -> table("s.t", List.of("id"), LATEST_VERSION_WINS, "other"), rule + ", got other");
    assertRefused(
        () -> table("s.t", List.of("id"), LATEST_VERSION_WINS, "body"), rule + ", got body");
  }

  @Test
  void aVersionInTheKeyCouldNeverRise() {
    assertRefused(
        () -> table("s.t", List.of("id", "version"), LATEST_VERSION_WINS, "version"),
        "table s.t: version must not be part of the key [id, version]");
  }

  private static Table table(String name, List<String> key, WriteMode mode, String version) {
    return Table.of(name, COLUMNS, key, mode, Optional.ofNullable(version));
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
