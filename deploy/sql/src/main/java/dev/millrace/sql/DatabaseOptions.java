package dev.millrace.sql;

import dev.millrace.console.StackState;
import java.nio.file.Path;
import java.sql.Connection;
import picocli.CommandLine.Option;

/** Where the database is and who knows its passwords; both come from the running stack. */
public final class DatabaseOptions {
  @Option(
      names = "--database-url",
      paramLabel = "URL",
      description = "jdbc:postgresql://HOST:PORT/NAME; default: database.url of the running stack")
  private String url;

  @Option(
      names = "--secrets",
      paramLabel = "FOLDER",
      description = "holds the password files owner, writer, analyst; default: the stack's")
  private Path secrets;

  Database database() {
    return Database.at(url == null ? StackState.ofThisProcess().endpoint("database.url") : url);
  }

  Secrets secrets() {
    return new Secrets(secrets == null ? StackState.ofThisProcess().secrets() : secrets);
  }

  /** A connection that can read and not write. */
  public Connection connectAsAnalyst() {
    return database().connect("analyst", secrets().password("analyst"));
  }

  /** A connection that can note on a dead letter that it was replayed. */
  Connection connectAsWriter() {
    return database().connect("writer", secrets().password("writer"));
  }
}
