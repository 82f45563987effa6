package dev.millrace.frauddesk;

import dev.millrace.console.FailureLine;
import dev.millrace.console.UsageLine;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What a fraud team types. Exit code 1 and one line when a command cannot do its work. */
@Command(
    name = "fraud-desk",
    mixinStandardHelpOptions = true,
    description = "What a fraud team works with.",
    subcommands = {
      RulesCommand.class,
      ModelsCommand.class,
      TrainModelCommand.class,
      ExplainCommand.class,
      EvaluateFraudCommand.class
    })
public final class FraudDesk {
  private FraudDesk() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new FraudDesk())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new UsageLine())
        .setExecutionExceptionHandler(FailureLine.ofTheCommand());
  }
}
