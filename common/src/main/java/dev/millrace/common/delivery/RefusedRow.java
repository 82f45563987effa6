package dev.millrace.common.delivery;

import java.sql.SQLException;

/** A row that the database will never take, and why. */
record RefusedRow(Row row, SQLException error) {

  /**
   * The database's SQLSTATE and message, on one line. The state comes first: a message may quote
   * the row and be as long as that, and a dead letter keeps the beginning.
   */
  String detail() {
    return "the database refused the row (SQLSTATE %s): %s"
        .formatted(error.getSQLState(), String.valueOf(error.getMessage()).replace('\n', ' '));
  }
}
