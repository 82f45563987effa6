package dev.millrace.contracts;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Commands around topics and schemas. Exit code 1 and one line when one cannot do its work. */
@Command(
    name = "contracts",
    mixinStandardHelpOptions = true,
    description = "Commands around the suite's topics and schemas.",
    subcommands = {TopicsCommand.class, SchemasCommand.class})
public final class Contracts {
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private Contracts() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Contracts())
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
              // Anything else is a defect and keeps its stack trace.
              if (!(error instanceof ToolException)) {
                throw error;
              }
              command
                  .getErr()
                  .printf(
                      "%s: %s%n",
                      command.getCommandName(), error.getMessage().replaceAll("\\s*\\R\\s*", " "));
              return FAILED;
            });
  }
}
