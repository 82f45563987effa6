package dev.millrace.sql;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Columns under each other for a person's eyes, numbers to the right. Widths come from the first
 * rows, so that any number of rows fits into memory; a wider value further down shifts its line.
 */
final class AlignedFormat implements ResultFormat {
  private static final int ROWS_MEASURED = 1_000;
  private static final Set<Integer> NUMBERS =
      Set.of(Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.REAL, Types.DOUBLE);

  @Override
  public void write(ResultSet rows, PrintWriter out) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    List<List<String>> first = new ArrayList<>();
    first.add(header(columns));
    while (first.size() <= ROWS_MEASURED && rows.next()) {
      first.add(values(rows));
    }
    int[] widths = widths(first);
    String[] formats = formats(columns, widths);
    line(first.get(0), formats, out);
    rule(widths, out);
    long count = first.size() - 1L;
    for (List<String> row : first.subList(1, first.size())) {
      line(row, formats, out);
    }
    while (count >= ROWS_MEASURED && rows.next()) {
      line(values(rows), formats, out);
      count++;
    }
    out.print(count == 1 ? "(1 row)\n" : "(%d rows)\n".formatted(count));
  }

  private static List<String> header(ResultSetMetaData columns) throws SQLException {
    List<String> names = new ArrayList<>();
    for (int column = 1; column <= columns.getColumnCount(); column++) {
      names.add(columns.getColumnLabel(column));
    }
    return names;
  }

  private static List<String> values(ResultSet rows) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
      String value = rows.getString(column);
      values.add(value == null ? "" : value.replace("\n", "\\n"));
    }
    return values;
  }

  private static int[] widths(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(Math.max(widths[i], 1), row.get(i).length());
      }
    }
    return widths;
  }

  private static String[] formats(ResultSetMetaData columns, int[] widths) throws SQLException {
    String[] formats = new String[widths.length];
    for (int i = 0; i < widths.length; i++) {
      String side = NUMBERS.contains(columns.getColumnType(i + 1)) ? "" : "-";
      formats[i] = "%" + side + widths[i] + "s";
    }
    return formats;
  }

  private static void line(List<String> values, String[] formats, PrintWriter out) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < formats.length; i++) {
      line.append(i == 0 ? " " : " | ").append(String.format(formats[i], values.get(i)));
    }
    out.print(line.toString().stripTrailing());
    out.print('\n');
  }

  private static void rule(int[] widths, PrintWriter out) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? "-" : "-+-").append("-".repeat(widths[i]));
    }
    out.print(line.append("-\n"));
  }
}
