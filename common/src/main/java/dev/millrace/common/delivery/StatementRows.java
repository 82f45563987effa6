package dev.millrace.common.delivery;

import java.time.Duration;

/**
 * How many rows a statement may have: what the database manages in the time that a statement has. A
 * batch that takes longer would otherwise be tried again unchanged for ever.
 *
 * <p>Starts with whole batches. A statement that took too long halves it, down to one row; one that
 * had as many rows as it might and was quick doubles it. In between it stays as it is, because a
 * statement that is ended in vain is what a slow database can do without.
 *
 * <p>Changed by one thread at a time, read by any.
 */
final class StatementRows {
  /** In less than this, twice the rows are well within the time of a statement, too. */
  static final Duration QUICK = JdbcBatchWriter.STATEMENT_TIMEOUT.dividedBy(3);

  private final int most;
  private volatile int rows;

  /**
   * @param most rows of a batch
   */
  StatementRows(int most) {
    this.most = most;
    this.rows = most;
  }

  /** The most rows of the next statement. */
  int rows() {
    return rows;
  }

  /** After a statement that had so many rows. */
  void written(int count, Duration took) {
    if (count >= rows && took.compareTo(QUICK) < 0) {
      rows = (int) Math.min(most, 2L * rows);
    }
  }

  /** After a statement that had so many rows, and was ended because of the time that it took. */
  void tookTooLong(int count) {
    rows = Math.max(1, count / 2);
  }
}
