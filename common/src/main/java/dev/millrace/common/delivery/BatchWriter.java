package dev.millrace.common.delivery;

import java.sql.SQLException;
import java.util.List;

/** Writes a batch of rows, all or none. */
interface BatchWriter extends AutoCloseable {

  void write(List<Row> rows) throws SQLException;

  @Override
  void close();
}
