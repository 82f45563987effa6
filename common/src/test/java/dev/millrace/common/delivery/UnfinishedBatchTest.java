package dev.millrace.common.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys and versions of rows are numbers; the fake table takes so many rows in time. */
@Timeout(60)
class UnfinishedBatchTest {
  private static final Table LATEST =
      Table.of(
          "s.t",
          List.of(new Column("id", SqlType.INTEGER), new Column("version", SqlType.BIGINT)),
          List.of("id"),
          WriteMode.LATEST_VERSION_WINS,
          Optional.of("version"));
  private static final int BATCH = 100;

  private final SlowTable table = new SlowTable();
  private final StatementRows size = new StatementRows(BATCH);

  @Test
  void aBatchIsOneStatementOfADatabaseThatKeepsUp() throws SQLException {
    assertThat(write(rows(BATCH))).isEmpty();

    assertThat(table.sizes).containsExactly(BATCH);
  }

  /** The batch has fewer rows than the limit, and it is those that are halved. */
  @Test
  void whatTakesTooLongIsTriedWithHalfOfItsRows() throws SQLException {
    table.rowsInTime = 10;

    assertThat(write(rows(64))).isEmpty();

    assertThat(table.sizes).startsWith(64, 32, 16, 8);
    assertThat(table.versions).hasSize(64);
  }

  @Test
  void whatIsWrittenIsNotWrittenAgain() throws SQLException {
    table.rowsInTime = 1;

    write(rows(BATCH));

    assertThat(table.rowsWritten).isEqualTo(BATCH);
    assertThat(table.versions).hasSize(BATCH);
  }

  @Test
  void eachAttemptFailsOnce() {
    table.rowsInTime = 25;
    UnfinishedBatch batch = batch(rows(BATCH));

    assertThatThrownBy(() -> batch.write(new BisectingWriter(table), size))
        .isInstanceOf(SQLTimeoutException.class);

    assertThat(table.sizes).containsExactly(BATCH);
    assertThat(size.rows()).isEqualTo(50);
  }

  @Test
  void oneRowThatHasToWaitIsWaitedForAlone() throws SQLException {
    table.locked = 0;
    UnfinishedBatch batch = batch(rows(BATCH));
    for (int attempt = 0; attempt < 20; attempt++) {
      assertThatThrownBy(() -> batch.write(new BisectingWriter(table), size))
          .isInstanceOf(SQLTimeoutException.class);
    }
    assertThat(table.sizes).startsWith(100, 50, 25, 12, 6, 3, 1, 1).endsWith(1);

    table.locked = -1;
    assertThat(batch.write(new BisectingWriter(table), size)).isEmpty();

    assertThat(table.versions).hasSize(BATCH);
    assertThat(size.rows()).as("quick again").isGreaterThan(16);
  }

  @Test
  void otherFailuresLeaveTheSize() {
    table.away = true;

    assertThatThrownBy(() -> batch(rows(BATCH)).write(new BisectingWriter(table), size))
        .hasMessage("connection lost");

    assertThat(size.rows()).isEqualTo(BATCH);
  }

  @Test
  void theHighestVersionOfEachKeyIsThereWhicheverStatementItWasIn() throws SQLException {
    table.rowsInTime = 3;
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < BATCH; i++) {
      rows.add(row(i % 20, (i * 37) % BATCH, i));
    }

    write(rows);

    Map<Integer, Long> expected = new HashMap<>();
    rows.forEach(
        row ->
            expected.merge((int) row.values()[0], (long) row.values()[1], (a, b) -> b > a ? b : a));
    assertThat(table.versions).isEqualTo(expected);
    assertThat(table.rowsWritten).as("one of each key").isEqualTo(20);
  }

  @Test
  void refusedRowsAreFoundInEveryStatementAndReportedOnce() throws SQLException {
    table.rowsInTime = 7;
    table.bad = Set.of(0, 3, 41, 99);

    assertThat(write(rows(BATCH)))
        .extracting(row -> row.row().index())
        .containsExactlyInAnyOrder(0, 3, 41, 99);
    assertThat(table.versions).hasSize(BATCH - 4);
  }

  @Test
  void whatGaveWayToARefusedRowFollowsWhicheverStatementThatWasIn() throws SQLException {
    table.rowsInTime = 2;
    table.bad = Set.of(9, 10);
    List<Row> rows = rows(8);
    rows.add(row(5, 1, 8));
    rows.add(row(5, 7, 9));
    rows.add(row(5, 8, 10));

    assertThat(write(rows)).extracting(row -> row.row().index()).containsExactly(10, 9);
    assertThat(table.versions).containsEntry(5, 1L).hasSize(8);
  }

  @Test
  void aRowThatMustNotBeRefusedFailsTheAttemptUntilItIsTaken() throws SQLException {
    size.tookTooLong(8);
    table.bad = Set.of(1, 6);
    UnfinishedBatch batch = new UnfinishedBatch(rows(8), LATEST, row -> row.index() == 6);
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThatThrownBy(() -> batch.write(new BisectingWriter(table), size))
          .hasMessage("violates check");
    }

    table.bad = Set.of(1);
    assertThat(batch.write(new BisectingWriter(table), size))
        .extracting(row -> row.row().index())
        .containsExactly(1);
    assertThat(table.versions).hasSize(7);
  }

  /** As the operator does: again and again. */
  private List<RefusedRow> write(List<Row> rows) throws SQLException {
    UnfinishedBatch batch = batch(rows);
    while (true) {
      try {
        return batch.write(new BisectingWriter(table), size);
      } catch (SQLTimeoutException e) {
        assertThat(table.sizes).hasSizeLessThan(1_000);
      }
    }
  }

  private static UnfinishedBatch batch(List<Row> rows) {
    return new UnfinishedBatch(rows, LATEST, row -> false);
  }

  private static List<Row> rows(int count) {
    return new ArrayList<>(IntStream.range(0, count).mapToObj(i -> row(i, 0, i)).toList());
  }

  private static Row row(int key, long version, int index) {
    return new Row(new Object[] {key, version}, index);
  }

  /** Takes a batch as a whole or not at all. */
  private static final class SlowTable implements BatchWriter {
    private final List<Integer> sizes = new ArrayList<>();
    private final Map<Integer, Long> versions = new HashMap<>();
    private int rowsInTime = BATCH;
    private int rowsWritten;
    private int locked = -1;
    private boolean away;
    private Set<Integer> bad = Set.of();

    @Override
    public void write(List<Row> rows) throws SQLException {
      sizes.add(rows.size());
      assertThat(new HashSet<>(rows.stream().map(row -> row.values()[0]).toList()))
          .as("a statement has no key twice")
          .hasSameSizeAs(rows);
      if (away) {
        throw new SQLException("connection lost", "08006");
      }
      if (rows.size() > rowsInTime || rows.stream().anyMatch(row -> row.index() == locked)) {
        throw new SQLTimeoutException("canceling statement due to statement timeout", "57014");
      }
      if (rows.stream().anyMatch(row -> bad.contains(row.index()))) {
        throw new SQLException("violates check", "23514");
      }
      rowsWritten += rows.size();
      for (Row row : rows) {
        versions.merge((int) row.values()[0], (long) row.values()[1], Math::max);
      }
    }

    @Override
    public void close() {}
  }
}
