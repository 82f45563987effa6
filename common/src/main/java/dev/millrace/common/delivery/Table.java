package dev.millrace.common.delivery;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A table that is written to.
 *
 * @param name with its schema, for example {@code fraud.decisions}
 * @param columns the columns that are written, in the order of a row's values
 * @param key names of the columns that identify a row; the table has a unique index on them
 * @param mode what happens to a row that is there already
 * @param version index in {@code columns} of the version, or -1 with {@link WriteMode#FIRST_WINS}
 */
public record Table(
    String name, List<Column> columns, List<String> key, WriteMode mode, int version)
    implements Serializable {
  /** Of these two values are the same here exactly if they are in the database. */
  private static final Set<SqlType> KEY_TYPES =
      Set.of(SqlType.TEXT, SqlType.INTEGER, SqlType.BIGINT, SqlType.BOOLEAN, SqlType.TIMESTAMPTZ);

  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*\\.[a-z_][a-z0-9_]*");

  public Table {
    requireNonNull(mode);
    columns = List.copyOf(columns);
    key = List.copyOf(key);
  }

  /**
   * A table by the names of its columns.
   *
   * @throws IllegalArgumentException naming the table and the rule, if two columns have one name,
   *     key or version is not among the columns, a key column is of a type whose values are not
   *     compared here as they are in the database, the version is no whole number and no time, or
   *     is missing or given against the mode
   */
  public static Table of(
      String name,
      List<Column> columns,
      List<String> key,
      WriteMode mode,
      Optional<String> version) {
    check(NAME.matcher(name).matches(), name, "name must be schema.table in lower case");
    List<String> names = columns.stream().map(Column::name).toList();
    Set<String> distinct = new HashSet<>();
    names.forEach(
        column -> check(distinct.add(column), name, "columns must differ, got two " + column));
    check(!key.isEmpty(), name, "key must name at least one column");
    check(names.containsAll(key), name, "key must be among the columns " + names + ", got " + key);
    columns.stream()
        .filter(column -> key.contains(column.name()))
        .forEach(
            column ->
                check(
                    KEY_TYPES.contains(column.type()),
                    name,
                    "key must be of text, whole numbers, boolean or time, got %s, which is %s"
                        .formatted(column.name(), column.type())));
    check(
        version.isPresent() == (mode == WriteMode.LATEST_VERSION_WINS),
        name,
        "version must be given for latest-version-wins and for nothing else");
    version.ifPresent(
        column -> check(!key.contains(column), name, "version must not be part of the key " + key));
    int index = version.map(names::indexOf).orElse(-1);
    version.ifPresent(
        column ->
            check(
                index >= 0
                    && (columns.get(index).type() == SqlType.BIGINT
                        || columns.get(index).type() == SqlType.INTEGER
                        || columns.get(index).type() == SqlType.TIMESTAMPTZ),
                name,
                "version must be a whole number or a time among the columns "
                    + names
                    + ", got "
                    + column));
    return new Table(name, columns, key, mode, index);
  }

  /** Indexes of the key columns in a row. */
  int[] keyIndexes() {
    List<String> names = columns.stream().map(Column::name).toList();
    return key.stream().mapToInt(names::indexOf).toArray();
  }

  private static void check(boolean holds, String table, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("table %s: %s".formatted(table, rule));
    }
  }
}
