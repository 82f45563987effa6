package dev.millrace.sql;

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
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

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
        .setParameterExceptionHandler(
            (error, args) -> {
              CommandLine command = error.getCommandLine();
              command
                  .getErr()
                  .printf(
                      "%s: %s (--help says more)%n", command.getCommandName(), error.getMessage());
              return WRONG_USAGE;
            })
        .setExecutionExceptionHandler(
            (error, command, parsed) -> {
              command.getErr().printf("%s: %s%n", command.getCommandName(), lineFor(error));
              return FAILED;
            });
  }

  /** Expected failures have a sentence; anything else is a defect and keeps its stack trace. */
  private static String lineFor(Exception error) throws Exception {
    if (error instanceof ToolException) {
      return error.getMessage();
    }
    if (error instanceof SQLException sql) {
      return Database.messageOf(sql);
    }
    throw error;
  }
}
