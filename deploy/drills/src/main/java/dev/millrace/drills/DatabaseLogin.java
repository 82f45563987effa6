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

/** The stack's database as one of its users sees it. */
final class DatabaseLogin {
  private final String url;
  private final Properties login;

  private DatabaseLogin(String url, Properties login) {
    this.url = requireNonNull(url);
    this.login = requireNonNull(login);
  }

  /** Who reads tables. */
  static DatabaseLogin analyst(StackState stack) {
    return of("analyst", "analyst", stack);
  }

  /** Who may do anything. */
  static DatabaseLogin owner(StackState stack) {
    return of("postgres", "owner", stack);
  }

  /**
   * @param secret name of the file with the password
   */
  private static DatabaseLogin of(String user, String secret, StackState stack) {
    Properties login = new Properties();
    try {
      login.setProperty("user", user);
      login.setProperty("password", Files.readString(stack.secrets().resolve(secret)).strip());
    } catch (IOException e) {
      throw new ToolException("cannot read the %s's password".formatted(secret), e);
    }
    login.setProperty("socketTimeout", "10");
    return new DatabaseLogin(stack.endpoint("database.url"), login);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, login);
  }

  /**
   * How many rows there are now.
   *
   * @param of a table, or one with a condition: {@code t WHERE ...}
   * @throws ToolException if the database does not answer
   */
  long count(String of) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      return count(statement, of);
    } catch (SQLException e) {
      throw new ToolException("cannot count the rows of " + of, e);
    }
  }

  static long count(Statement statement, String of) throws SQLException {
    try (ResultSet answer = statement.executeQuery("SELECT count(*) FROM " + of)) {
      answer.next();
      return answer.getLong(1);
    }
  }
}
