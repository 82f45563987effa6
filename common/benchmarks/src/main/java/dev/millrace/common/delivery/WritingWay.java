package dev.millrace.common.delivery;

import dev.millrace.common.testing.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** Ways to write a batch in one transaction. */
public enum WritingWay {
  /** JDBC's own batches: a statement for each row. */
  PLAIN_JDBC("plain JDBC") {
    @Override
    BatchWriter open(TestPostgres database, Table table) throws SQLException {
      return new InsertBatchWriter(database.connect(), table);
    }
  },
  /** JDBC's own batches, of which the driver makes statements of many rows each. */
  MULTI_ROW("multi-row") {
    @Override
    BatchWriter open(TestPostgres database, Table table) throws SQLException {
      return new InsertBatchWriter(
          DriverManager.getConnection(
              database.url() + "?reWriteBatchedInserts=true", database.user(), database.password()),
          table);
    }
  },
  /** What the sink does: one statement with an array for each column. */
  UNNEST("unnest") {
    @Override
    BatchWriter open(TestPostgres database, Table table) {
      try {
        Path password = Files.createTempFile("bench", "password");
        password.toFile().deleteOnExit();
        Files.writeString(password, database.password());
        return new JdbcBatchWriter(
            new DatabaseOptions(
                database.url(),
                database.user(),
                password.toString(),
                SinkLoad.BATCH_ROWS,
                Long.MAX_VALUE),
            table);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  },
  /** {@code COPY} into a temporary table, and an insert from there. */
  COPY("copy") {
    @Override
    BatchWriter open(TestPostgres database, Table table) throws SQLException {
      return new CopyBatchWriter(database.connect(), table);
    }
  };

  private final String title;

  WritingWay(String title) {
    this.title = title;
  }

  /** For a table's head. */
  public String title() {
    return title;
  }

  abstract BatchWriter open(TestPostgres database, Table table) throws SQLException;

  static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("cannot close a connection", e);
    }
  }
}
