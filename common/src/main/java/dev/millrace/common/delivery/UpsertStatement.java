package dev.millrace.common.delivery;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The one statement that writes a batch: one array parameter for each column, one round trip
 * whatever the size.
 */
final class UpsertStatement {

  private UpsertStatement() {}

  static String of(Table table) {
    List<Column> columns = table.columns();
    String names = list(columns.stream().map(column -> quoted(column.name())).toList());
    String expressions =
        list(
            IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i).type().expression("r.c" + i))
                .toList());
    String parameters =
        list(columns.stream().map(column -> "?::" + column.type().elementType() + "[]").toList());
    String elements = list(IntStream.range(0, columns.size()).mapToObj(i -> "c" + i).toList());
    return "INSERT INTO %s AS t (%s) SELECT %s FROM unnest(%s) AS r(%s) %s"
        .formatted(table.name(), names, expressions, parameters, elements, onConflict(table));
  }

  /** The end of the statement: what the table's mode does with a key that is there. */
  static String onConflict(Table table) {
    return "ON CONFLICT (%s) DO %s"
        .formatted(list(table.key().stream().map(UpsertStatement::quoted).toList()), action(table));
  }

  private static String action(Table table) {
    if (table.mode() == WriteMode.FIRST_WINS) {
      return "NOTHING";
    }
    String version = quoted(table.columns().get(table.version()).name());
    return table.columns().stream()
        .map(Column::name)
        .filter(name -> !table.key().contains(name))
        .map(name -> "%1$s = excluded.%1$s".formatted(quoted(name)))
        .collect(
            Collectors.joining(
                ", ", "UPDATE SET ", " WHERE t.%1$s < excluded.%1$s".formatted(version)));
  }

  private static String list(List<String> parts) {
    return String.join(", ", parts);
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
