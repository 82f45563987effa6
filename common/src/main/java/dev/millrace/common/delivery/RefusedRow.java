package dev.millrace.common.delivery;

import java.sql.SQLException;

/** A row that the database will never take, and why. */
record RefusedRow(Row row, SQLException error) {

  /** The database's message with its SQLSTATE, on one line. */
  String detail() {
    return "the database refused the row: %s (SQLSTATE %s)"
        .formatted(String.valueOf(error.getMessage()).replace('\n', ' '), error.getSQLState());
  }
}
