package dev.millrace.sql;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.ToolException;
import java.io.IOException;
import sqlline.SqlLine;

/** An interactive shell for machines without psql. */
final class SqlShell {
  private final Database database;
  private final Secrets secrets;

  SqlShell(Database database, Secrets secrets) {
    this.database = requireNonNull(database);
    this.secrets = requireNonNull(secrets);
  }

  /** Opens the shell on this process's terminal and returns its exit code when it is left. */
  int open() {
    // In this process, so that the password appears in no list of processes.
    String[] arguments = {
      "-u",
      database.url(),
      "-n",
      "analyst",
      "-p",
      secrets.password("analyst"),
      "-d",
      "org.postgresql.Driver",
      "--isolation=TRANSACTION_READ_COMMITTED"
    };
    try {
      SqlLine.Status status = new SqlLine().begin(arguments, System.in, true);
      return status == SqlLine.Status.OK ? 0 : 1;
    } catch (IOException e) {
      throw new ToolException("the SQL shell failed: " + e.getMessage(), e);
    }
  }
}
