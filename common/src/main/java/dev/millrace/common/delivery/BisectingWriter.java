package dev.millrace.common.delivery;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes batches so that a row which the database refuses costs itself only: the batch is halved
 * until it stands alone.
 */
final class BisectingWriter implements AutoCloseable {
  private final BatchWriter writer;

  BisectingWriter(BatchWriter writer) {
    this.writer = requireNonNull(writer);
  }

  /**
   * Writes all rows but the refused ones.
   *
   * @return the refused rows
   * @throws SQLException if the batch failed for a reason that is not in its rows. Some of it may
   *     be written; writing all of it again does no harm
   */
  List<RefusedRow> write(List<Row> rows) throws SQLException {
    List<RefusedRow> refused = new ArrayList<>();
    write(rows, refused);
    return refused;
  }

  private void write(List<Row> rows, List<RefusedRow> refused) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try {
      writer.write(rows);
    } catch (SQLException e) {
      if (!SqlErrors.isRowsFault(e)) {
        throw e;
      }
      if (rows.size() == 1) {
        refused.add(new RefusedRow(rows.get(0), e));
        return;
      }
      int half = rows.size() / 2;
      write(rows.subList(0, half), refused);
      write(rows.subList(half, rows.size()), refused);
    }
  }

  @Override
  public void close() {
    writer.close();
  }
}
