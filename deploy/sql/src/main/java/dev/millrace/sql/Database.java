package dev.millrace.sql;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.ToolException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * A PostgreSQL database.
 *
 * @param url {@code jdbc:postgresql://HOST:PORT/NAME}
 */
record Database(String url) {
  private static final String SCHEME = "jdbc:";
  private static final int CONNECT_SECONDS = 10;

  Database {
    requireNonNull(url);
  }

  /**
   * A database whose address is checked.
   *
   * @throws ToolException if {@code url} is not of the form above
   */
  static Database at(String url) {
    if (!url.matches("jdbc:postgresql://[^/?]+/[^/?]+(\\?.*)?")) {
      throw new ToolException(
          "database.url must be jdbc:postgresql://HOST:PORT/NAME, not '%s'".formatted(url));
    }
    return new Database(url);
  }

  /** The database's name. */
  String name() {
    return URI.create(url.substring(SCHEME.length())).getPath().substring(1);
  }

  /** Another database of the same server. */
  Database sibling(String name) {
    return new Database(url.replaceFirst("(//[^/?]+/)[^/?]+", "$1" + name));
  }

  /**
   * A new connection whose times are UTC and whose values come as PostgreSQL writes them.
   *
   * @param role the database role
   * @param password the role's password
   * @throws ToolException if there is no database, or it does not let the role in
   */
  Connection connect(String role, String password) {
    Properties properties = new Properties();
    properties.setProperty("user", role);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS));
    properties.setProperty("loginTimeout", String.valueOf(CONNECT_SECONDS));
    properties.setProperty("ApplicationName", "millrace-sql");
    // Values as the server writes them, so that a timestamp or a float reads here as it does in
    // psql.
    properties.setProperty("binaryTransfer", "false");
    try {
      Connection connection = DriverManager.getConnection(url, properties);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TIME ZONE 'UTC'");
        return connection;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new ToolException(refusal(role, e), e);
    }
  }

  /** What the database said, on one line. */
  static String messageOf(SQLException error) {
    String message = error.getMessage();
    if (error instanceof PSQLException postgres && postgres.getServerErrorMessage() != null) {
      ServerErrorMessage server = postgres.getServerErrorMessage();
      message =
          server.getHint() == null
              ? server.getMessage()
              : "%s (%s)".formatted(server.getMessage(), server.getHint());
    }
    return message == null ? "no message" : message.replaceAll("\\s*\\R\\s*", " ").strip();
  }

  private String refusal(String role, SQLException error) {
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    return switch (state) {
      case "08001", "08004", "08006" ->
          "cannot reach the database at %s: %s".formatted(url, rootMessage(error));
      case "28P01", "28000" ->
          "the database at %s does not let %s in: %s".formatted(url, role, messageOf(error));
      default -> "cannot use the database at %s: %s".formatted(url, messageOf(error));
    };
  }

  private static String rootMessage(SQLException error) {
    return error.getCause() == null || error.getCause().getMessage() == null
        ? messageOf(error)
        : error.getCause().getMessage();
  }
}
