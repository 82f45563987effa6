package dev.millrace.common.delivery;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Copies a batch into a temporary table and inserts from there, in one transaction. */
final class CopyBatchWriter implements BatchWriter {
  private final Connection connection;
  private final Table table;
  private final CopyManager copies;
  private final Statement insert;

  CopyBatchWriter(Connection connection, Table table) throws SQLException {
    this.connection = requireNonNull(connection);
    this.table = requireNonNull(table);
    this.copies = connection.unwrap(PGConnection.class).getCopyAPI();
    this.insert = connection.createStatement();
    insert.execute(
        "CREATE TEMPORARY TABLE staging (LIKE %s) ON COMMIT DELETE ROWS".formatted(table.name()));
    connection.setAutoCommit(false);
  }

  @Override
  public void write(List<Row> rows) throws SQLException {
    StringBuilder text = new StringBuilder();
    for (Row row : rows) {
      for (int i = 0; i < row.values().length; i++) {
        text.append(i == 0 ? "" : "\t");
        append(text, table.columns().get(i).type(), row.values()[i]);
      }
      text.append('\n');
    }
    try {
      copies.copyIn("COPY staging FROM STDIN", new StringReader(text.toString()));
    } catch (IOException e) {
      throw new SQLException("cannot copy", "08006", e);
    }
    insert.executeUpdate(
        "INSERT INTO %s AS t SELECT * FROM staging %s"
            .formatted(table.name(), UpsertStatement.onConflict(table)));
    connection.commit();
  }

  private static void append(StringBuilder text, SqlType type, Object value) {
    String field = (type == SqlType.TEXT_ARRAY ? type.toElement(value) : value).toString();
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        default -> text.append(c);
      }
    }
  }

  @Override
  public void close() {
    WritingWay.close(connection);
  }
}
