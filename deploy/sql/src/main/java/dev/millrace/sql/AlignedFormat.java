package dev.millrace.sql;

import dev.millrace.console.Columns;
import dev.millrace.console.Columns.Side;
import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Columns under each other for a person's eyes, numbers to the right. Widths come from the first
 * rows, so that any number of rows fits into memory; a wider value further down shifts its line.
 */
final class AlignedFormat implements ResultFormat {
  private static final int ROWS_MEASURED = 1_000;
  private static final Set<Integer> NUMBERS =
      Set.of(Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.REAL, Types.DOUBLE);

  private final int widest;

  private AlignedFormat(int widest) {
    this.widest = widest;
  }

  /** Every value whole. */
  static AlignedFormat whole() {
    return new AlignedFormat(Integer.MAX_VALUE);
  }

  /** Values cut where they are longer than {@code widest} characters. */
  static AlignedFormat cutAt(int widest) {
    return new AlignedFormat(widest);
  }

  @Override
  public void write(ResultSet rows, PrintWriter out) throws SQLException {
    ResultSetMetaData metaData = rows.getMetaData();
    List<List<String>> first = new ArrayList<>();
    first.add(header(metaData));
    while (first.size() <= ROWS_MEASURED && rows.next()) {
      first.add(values(rows));
    }
    Columns columns = Columns.fitting(first, sides(metaData));
    line(first.get(0), columns, out);
    rule(columns, out);
    long count = first.size() - 1L;
    for (List<String> row : first.subList(1, first.size())) {
      line(row, columns, out);
    }
    while (count >= ROWS_MEASURED && rows.next()) {
      line(values(rows), columns, out);
      count++;
      if (count % ROWS_MEASURED == 0 && out.checkError()) {
        return; // nobody reads on
      }
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

  private List<String> values(ResultSet rows) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
      String value = rows.getString(column);
      values.add(value == null ? "" : Printable.of(value, widest));
    }
    return values;
  }

  private static List<Side> sides(ResultSetMetaData columns) throws SQLException {
    List<Side> sides = new ArrayList<>();
    for (int column = 1; column <= columns.getColumnCount(); column++) {
      sides.add(NUMBERS.contains(columns.getColumnType(column)) ? Side.RIGHT : Side.LEFT);
    }
    return sides;
  }

  private static void line(List<String> values, Columns columns, PrintWriter out) {
    out.print((" " + String.join(" | ", columns.padded(values))).stripTrailing());
    out.print('\n');
  }

  private static void rule(Columns columns, PrintWriter out) {
    out.print(
        columns.widths().stream().map("-"::repeat).collect(Collectors.joining("-+-", "-", "-\n")));
  }
}
