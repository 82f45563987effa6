package dev.millrace.common.delivery;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes with JDBC's own batches: an {@code INSERT} for each row, all of a batch in one
 * transaction. Whether the driver makes one statement of many rows is a setting of the connection.
 */
final class InsertBatchWriter implements BatchWriter {
  private final Connection connection;
  private final Table table;
  private final PreparedStatement statement;

  InsertBatchWriter(Connection connection, Table table) throws SQLException {
    this.connection = requireNonNull(connection);
    this.table = requireNonNull(table);
    connection.setAutoCommit(false);
    this.statement = connection.prepareStatement(sql(table));
  }

  private static String sql(Table table) {
    return "INSERT INTO %s AS t (%s) VALUES (%s) %s"
        .formatted(
            table.name(),
            table.columns().stream().map(Column::name).collect(Collectors.joining(", ")),
            table.columns().stream()
                .map(column -> column.type() == SqlType.JSONB ? "?::jsonb" : "?")
                .collect(Collectors.joining(", ")),
            UpsertStatement.onConflict(table));
  }

  @Override
  public void write(List<Row> rows) throws SQLException {
    for (Row row : rows) {
      for (int i = 0; i < row.values().length; i++) {
        set(i + 1, table.columns().get(i).type(), row.values()[i]);
      }
      statement.addBatch();
    }
    statement.executeBatch();
    connection.commit();
  }

  private void set(int parameter, SqlType type, Object value) throws SQLException {
    switch (type) {
      case TIMESTAMPTZ ->
          statement.setObject(parameter, ((Instant) value).atOffset(ZoneOffset.UTC));
      case TEXT_ARRAY ->
          statement.setArray(
              parameter, connection.createArrayOf("text", ((List<?>) value).toArray()));
      case JSONB -> statement.setObject(parameter, value, Types.VARCHAR);
      default -> statement.setObject(parameter, value);
    }
  }

  @Override
  public void close() {
    WritingWay.close(connection);
  }
}
