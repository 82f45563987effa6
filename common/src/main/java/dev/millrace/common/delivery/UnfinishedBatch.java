package dev.millrace.common.delivery;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A batch on its way into the table, in as many statements and attempts as it takes. An attempt
 * goes on where the one before failed: if each began at the front, a slow database might never come
 * to the end.
 *
 * <p>Of each key only the row that counts is written, so that it does not matter which statement it
 * is in. Rows that gave way to one that is then refused follow once all others are written, again
 * one for each key.
 *
 * <p>For one thread at a time.
 */
final class UnfinishedBatch {
  private final Table table;
  private final Predicate<Row> mustNotBeRefused;
  private final List<RefusedRow> refused = new ArrayList<>();
  private final long begun = System.nanoTime();
  private List<Row> candidates;
  private List<Row> effective = List.of();
  private int written;
  private int refusedBefore;

  /**
   * @param mustNotBeRefused of which rows a refusal is the table's fault, and fails the attempt
   */
  UnfinishedBatch(List<Row> rows, Table table, Predicate<Row> mustNotBeRefused) {
    this.table = requireNonNull(table);
    this.mustNotBeRefused = requireNonNull(mustNotBeRefused);
    this.candidates = requireNonNull(rows);
  }

  /**
   * Writes what is not written yet.
   *
   * @param size of each statement; learns from what it takes
   * @return the rows that were refused, in this attempt and in those before
   * @throws SQLException if the attempt failed for a reason that passes; the next one goes on
   */
  List<RefusedRow> write(BisectingWriter writer, StatementRows size) throws SQLException {
    while (!candidates.isEmpty()) {
      if (effective.isEmpty()) {
        effective = Row.effective(candidates, table);
      }
      List<Row> next =
          effective.subList(written, Math.min(written + size.rows(), effective.size()));
      refused.addAll(write(next, writer, size));
      written += next.size();
      if (written == effective.size()) {
        turnToThosePassedOver();
      }
    }
    return List.copyOf(refused);
  }

  /** For how long it has been under way, attempts that failed and the waiting among it. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private List<RefusedRow> write(List<Row> next, BisectingWriter writer, StatementRows size)
      throws SQLException {
    long start = System.nanoTime();
    List<RefusedRow> now;
    try {
      now = writer.write(next);
    } catch (SQLTimeoutException e) {
      size.tookTooLong(next.size());
      throw e;
    }
    size.written(next.size(), Duration.ofNanos(System.nanoTime() - start));
    for (RefusedRow row : now) {
      if (mustNotBeRefused.test(row.row())) {
        throw row.error();
      }
    }
    return now;
  }

  private void turnToThosePassedOver() {
    List<Row> now =
        refused.subList(refusedBefore, refused.size()).stream().map(RefusedRow::row).toList();
    candidates = Row.passedOver(candidates, now, table);
    effective = List.of();
    written = 0;
    refusedBefore = refused.size();
  }
}
