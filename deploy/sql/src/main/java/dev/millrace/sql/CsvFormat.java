package dev.millrace.sql;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * CSV as in RFC 4180, but with line feeds alone, as psql writes it: header first, NULL is an empty
 * field, an empty text is {@code ""}.
 */
final class CsvFormat implements ResultFormat {
  private static final int ROWS_BETWEEN_CHECKS = 1_000;

  @Override
  public void write(ResultSet rows, PrintWriter out) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    for (int column = 1; column <= columns; column++) {
      field(rows.getMetaData().getColumnLabel(column), column, out);
    }
    out.print('\n');
    for (long row = 1; rows.next(); row++) {
      for (int column = 1; column <= columns; column++) {
        field(rows.getString(column), column, out);
      }
      out.print('\n');
      // The reader, head for one, may have left while rows are many.
      if (row % ROWS_BETWEEN_CHECKS == 0 && out.checkError()) {
        return;
      }
    }
  }

  private static void field(String value, int column, PrintWriter out) {
    if (column > 1) {
      out.print(',');
    }
    if (value != null) {
      out.print(quoted(value));
    }
  }

  private static String quoted(String value) {
    boolean plain = !value.isEmpty() && value.chars().noneMatch(c -> ",\"\n\r".indexOf(c) >= 0);
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }
}
