package dev.millrace.sql;

import dev.millrace.console.ToolException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tables}: SQL as the analyst, who reads and cannot write. */
@Command(
    name = "tables",
    mixinStandardHelpOptions = true,
    description = "Runs SQL as the analyst, or opens a shell for it.")
final class TablesCommand implements Callable<Integer> {
  private static final int ROWS_PER_FETCH = 5_000;

  @Mixin private DatabaseOptions options;

  @Option(names = "--csv", description = "print header and rows as CSV; needs -c")
  private boolean csv;

  @Option(
      names = {"-c", "--command"},
      paramLabel = "SQL",
      description = "run this and exit; without it, a shell opens")
  private String sql;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws SQLException {
    if (sql == null && csv) {
      throw new ToolException("--csv needs -c SQL");
    }
    if (sql == null) {
      return new SqlShell(options.database(), options.secrets()).open();
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Connection connection = options.connectAsAnalyst()) {
      // Without a transaction the driver would hold all rows in memory.
      connection.setAutoCommit(false);
      run(connection, csv ? new CsvFormat() : AlignedFormat.whole(), out);
    } finally {
      out.flush();
    }
    return 0;
  }

  private void run(Connection connection, ResultFormat format, PrintWriter out)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(ROWS_PER_FETCH);
      boolean rows = statement.execute(sql);
      while (rows || statement.getUpdateCount() != -1) {
        if (rows) {
          format.write(statement.getResultSet(), out);
        }
        rows = statement.getMoreResults();
      }
    }
  }
}
