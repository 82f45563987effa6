package dev.millrace.supplydesk;

import dev.millrace.console.FailureLine;
import dev.millrace.console.UsageLine;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What a supply-chain team works with. */
@Command(
    name = "supply-desk",
    mixinStandardHelpOptions = true,
    description = "How good detectors and forecasts are.",
    subcommands = {EvaluateCommand.class, EvaluateSimulationCommand.class})
public final class SupplyDesk {
  private SupplyDesk() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new SupplyDesk())
        .setExecutionExceptionHandler(FailureLine.of("evaluate"))
        .setParameterExceptionHandler(new UsageLine());
  }
}
