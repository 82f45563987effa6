package dev.millrace.common.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BisectingWriterTest {

  static List<Set<Integer>> badRows() {
    return List.of(
        Set.of(), Set.of(0), Set.of(12), Set.of(5, 6), Set.of(0, 3, 7, 12), Set.of(1, 2, 3, 4, 5));
  }

  @ParameterizedTest
  @MethodSource("badRows")
  void exactlyTheBadRowsAreRefusedAndAllOthersWritten(Set<Integer> bad) throws SQLException {
    FakeTable table = new FakeTable(bad);
    List<RefusedRow> refused = new BisectingWriter(table).write(rows(13));

    assertThat(refused)
        .extracting(row -> row.row().index())
        .containsExactlyElementsOf(bad.stream().sorted().toList());
    assertThat(table.written)
        .containsExactlyElementsOf(
            IntStream.range(0, 13).filter(i -> !bad.contains(i)).boxed().toList());
  }

  @Test
  void aGoodBatchIsOneStatementAndOneBadRowCostsAFew() throws SQLException {
    FakeTable good = new FakeTable(Set.of());
    new BisectingWriter(good).write(rows(1024));
    FakeTable oneBad = new FakeTable(Set.of(700));
    new BisectingWriter(oneBad).write(rows(1024));

    assertThat(good.statements).isEqualTo(1);
    assertThat(oneBad.statements).isEqualTo(21);
  }

  @Test
  void nothingToWriteIsNoStatement() throws SQLException {
    FakeTable table = new FakeTable(Set.of());

    assertThat(new BisectingWriter(table).write(List.of())).isEmpty();
    assertThat(table.statements).isZero();
  }

  @Test
  void anErrorThatIsNotInTheRowsFailsTheBatch() {
    FakeTable table = new FakeTable(Set.of(3));
    table.failAfter = 2;

    assertThatThrownBy(() -> new BisectingWriter(table).write(rows(8)))
        .isInstanceOf(SQLException.class)
        .hasMessage("connection lost");
  }

  @Test
  void aRefusalNamesTheStateAndTheMessageOnOneLine() {
    RefusedRow refused =
        new RefusedRow(rows(1).get(0), new SQLException("violates check\n  Detail: x", "23514"));

    assertThat(refused.detail())
        .isEqualTo("the database refused the row (SQLSTATE 23514): violates check   Detail: x");
  }

  private static List<Row> rows(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Row(new Object[] {i}, i)).toList();
  }

  /** Takes a batch as a whole or, if there is a bad row in it, not at all. */
  private static final class FakeTable implements BatchWriter {
    private final Set<Integer> bad;
    private final List<Integer> written = new ArrayList<>();
    private int statements;
    private int failAfter = Integer.MAX_VALUE;

    FakeTable(Set<Integer> bad) {
      this.bad = bad;
    }

    @Override
    public void write(List<Row> rows) throws SQLException {
      if (statements++ >= failAfter) {
        throw new SQLException("connection lost", "08006");
      }
      if (rows.stream().anyMatch(row -> bad.contains(row.index()))) {
        throw new SQLException("violates check", "23514");
      }
      rows.forEach(row -> written.add(row.index()));
    }

    @Override
    public void close() {}
  }
}
