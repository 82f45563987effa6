package dev.millrace.common.delivery;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcBatchWriterTest {
  private static final Table TABLE =
      Table.of(
          "s.t",
          List.of(new Column("id", SqlType.TEXT)),
          List.of("id"),
          WriteMode.FIRST_WINS,
          Optional.empty());

  /** The driver gives a wrong setting the state of a wrong value in a row. */
  @Test
  void aConnectionThatFailsIsNoRowsFaultWhateverItsState(@TempDir Path folder) throws IOException {
    DatabaseOptions database =
        new DatabaseOptions(
            "jdbc:postgresql://127.0.0.1:9/x?connectTimeout=x",
            "writer",
            Files.writeString(folder.resolve("password"), "word").toString(),
            10,
            1_000);

    try (BisectingWriter writer = new BisectingWriter(new JdbcBatchWriter(database, TABLE))) {
      assertThatThrownBy(() -> writer.write(List.of(new Row(new Object[] {"a"}, 0))))
          .isInstanceOf(SQLException.class)
          .hasMessageStartingWith("no connection: ")
          .hasMessageEndingWith("(SQLSTATE 22023)")
          .extracting(error -> ((SQLException) error).getSQLState())
          .isEqualTo("08001");
    }
  }
}
