package dev.millrace.sql;

import dev.millrace.console.FailureLine;
import dev.millrace.console.ToolException;
import dev.millrace.console.UsageLine;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Commands around the suite's database. Exit code 1 and one line when one cannot do its work. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    description = "Commands around the suite's database.",
    subcommands = {MigrateCommand.class, TablesCommand.class, DeadLettersCommand.class})
public final class Sql {
  private Sql() {}

  public static void main(String[] args) {
    // UTF-8 whatever the locale: a CSV must not depend on who writes it.
    PrintWriter out =
        new PrintWriter(
            new BufferedWriter(
                new OutputStreamWriter(
                    new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8)));
    int exitCode = commandLine().setOut(out).execute(args);
    out.flush();
    System.exit(exitCode);
  }

  static CommandLine commandLine() {
    return new CommandLine(new Sql())
        .setParameterExceptionHandler(new UsageLine())
        .setExecutionExceptionHandler(
            (error, command, parsed) ->
                FailureLine.ofTheCommand()
                    .handleExecutionException(inWords(error), command, parsed));
  }

  /** What the database refuses is no defect, and has its own words. */
  private static Exception inWords(Exception error) {
    return error instanceof SQLException sql
        ? new ToolException(Database.messageOf(sql), sql)
        : error;
  }
}
