package dev.millrace.contracts;

import dev.millrace.console.FailureLine;
import dev.millrace.console.UsageLine;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Commands around topics and schemas. Exit code 1 and one line when one cannot do its work. */
@Command(
    name = "contracts",
    mixinStandardHelpOptions = true,
    description = "Commands around the suite's topics and schemas.",
    subcommands = {TopicsCommand.class, SchemasCommand.class})
public final class Contracts {
  private Contracts() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Contracts())
        .setParameterExceptionHandler(new UsageLine())
        .setExecutionExceptionHandler(FailureLine.ofTheCommand());
  }
}
