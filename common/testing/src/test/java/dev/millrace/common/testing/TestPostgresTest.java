package dev.millrace.common.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class TestPostgresTest {

  @Test
  void keepsPortAndDataThroughAnOutage() throws SQLException {
    try (TestPostgres database = TestPostgres.start()) {
      String url = database.url();
      assertThat(database.port()).as("none that a client gets").isBetween(20_000, 32_767);
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE kept AS SELECT 42 AS answer");
        database.stop();
        assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
      }
      assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);

      database.startAgain();

      assertThat(database.url()).isEqualTo(url);
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT answer FROM kept")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(42);
      }
    }
  }
}
