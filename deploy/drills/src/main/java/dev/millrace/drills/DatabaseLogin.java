package dev.millrace.drills;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.StackState;
import dev.millrace.console.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** The database as an analyst sees it. */
final class Analyst {
  private final String url;
  private final Properties login;

  private Analyst(String url, Properties login) {
    this.url = requireNonNull(url);
    this.login = requireNonNull(login);
  }

  static Analyst of(StackState stack) {
    Properties login = new Properties();
    try {
      login.setProperty("user", "analyst");
      login.setProperty("password", Files.readString(stack.secrets().resolve("analyst")).strip());
    } catch (IOException e) {
      throw new ToolException("cannot read the analyst's password", e);
    }
    login.setProperty("socketTimeout", "10");
    return new Analyst(stack.endpoint("database.url"), login);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, login);
  }

  /**
   * How many rows a table holds now.
   *
   * @throws ToolException if the database does not answer
   */
  long count(String table) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      return count(statement, table);
    } catch (SQLException e) {
      throw new ToolException("cannot count the rows of " + table, e);
    }
  }

  static long count(Statement statement, String table) throws SQLException {
    try (ResultSet answer = statement.executeQuery("SELECT count(*) FROM " + table)) {
      answer.next();
      return answer.getLong(1);
    }
  }
}
