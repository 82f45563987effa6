package dev.millrace.sql;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How the rows of a query are written. */
interface ResultFormat {

  /** Writes the column names and all rows that are left in {@code rows}. */
  void write(ResultSet rows, PrintWriter out) throws SQLException;
}
