package dev.millrace.common.delivery;

import java.sql.SQLException;
import java.util.List;

/** Writes a batch of rows, all or none. */
interface BatchWriter extends AutoCloseable {

  /**
   * Writes the rows.
   *
   * @throws java.sql.SQLTimeoutException if it took too long, so that fewer rows may succeed
   */
  void write(List<Row> rows) throws SQLException;

  @Override
  void close();
}
