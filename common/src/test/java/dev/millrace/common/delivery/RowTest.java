package dev.millrace.common.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RowTest {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("a", SqlType.TEXT),
          new Column("b", SqlType.TEXT),
          new Column("version", SqlType.BIGINT));
  private static final Table FIRST =
      Table.of("s.t", COLUMNS, List.of("a", "b"), WriteMode.FIRST_WINS, Optional.empty());
  private static final Table LATEST =
      Table.of("s.t", COLUMNS, List.of("a"), WriteMode.LATEST_VERSION_WINS, Optional.of("version"));

  @Test
  void theFirstOfAKeyWins() {
    List<Row> batch = List.of(row(0, "x", "y", 1L), row(1, "x", "y", 9L), row(2, "x", "z", 1L));

    assertThat(Row.effective(batch, FIRST)).extracting(Row::index).containsExactly(0, 2);
  }

  @Test
  void theHighestVersionOfAKeyWinsAndTheFirstOfEqualOnes() {
    List<Row> batch =
        List.of(
            row(0, "x", "", 2L),
            row(1, "x", "", 5L),
            row(2, "x", "", 5L),
            row(3, "x", "", 4L),
            row(4, "w", "", 1L));

    assertThat(Row.effective(batch, LATEST)).extracting(Row::index).containsExactly(4, 1);
  }

  @Test
  void aTimeMayBeTheVersion() {
    Table latest =
        Table.of(
            "s.t",
            List.of(new Column("a", SqlType.TEXT), new Column("at", SqlType.TIMESTAMPTZ)),
            List.of("a"),
            WriteMode.LATEST_VERSION_WINS,
            Optional.of("at"));
    Instant time = Instant.parse("2026-03-04T12:00:00.123Z");
    List<Row> batch =
        List.of(
            row(0, "x", time), row(1, "x", time.plusMillis(1)), row(2, "x", time.minusMillis(1)));

    assertThat(Row.effective(batch, latest)).extracting(Row::index).containsExactly(1);
  }

  @Test
  void aRowWithoutVersionIsBelowAllOthers() {
    List<Row> batch = List.of(row(0, "x", "", null), row(1, "x", "", -1L), row(2, "x", "", null));

    assertThat(Row.effective(batch, LATEST)).extracting(Row::index).containsExactly(1);
  }

  @Test
  void rowsComeInTheOrderOfTheirKeysWhateverTheirOrderWas() {
    List<Row> batch = List.of(row(0, "c", "", 1L), row(1, "a", "", 1L), row(2, "b", "", 1L));
    List<Row> reversed = List.of(row(2, "b", "", 1L), row(1, "a", "", 1L), row(0, "c", "", 1L));

    assertThat(Row.effective(batch, LATEST)).extracting(Row::index).containsExactly(1, 2, 0);
    assertThat(Row.effective(reversed, LATEST)).extracting(Row::index).containsExactly(1, 2, 0);
  }

  @Test
  void keysThatReadTheSameWhenJoinedAreDifferent() {
    List<Row> batch =
        List.of(
            row(0, "ab", "c", 1L),
            row(1, "a", "bc", 1L),
            row(2, "1:a", "", 1L),
            row(3, "", "1:a", 1L));

    assertThat(Row.effective(batch, FIRST))
        .extracting(Row::index)
        .containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  @Test
  void rowsThatGaveWayToARefusedOneCountAgain() {
    List<Row> batch =
        List.of(row(0, "x", "", 1L), row(1, "x", "", 3L), row(2, "x", "", 2L), row(3, "y", "", 1L));

    assertThat(Row.passedOver(batch, List.of(batch.get(1)), LATEST))
        .extracting(Row::index)
        .containsExactly(0, 2);
    assertThat(Row.passedOver(batch, List.of(batch.get(3)), LATEST)).isEmpty();
    assertThat(Row.passedOver(batch, List.of(), LATEST)).isEmpty();
  }

  private static Row row(int index, Object... values) {
    return new Row(values, index);
  }
}
