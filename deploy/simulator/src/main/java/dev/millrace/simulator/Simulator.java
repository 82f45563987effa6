package dev.millrace.simulator;

import dev.millrace.console.FailureLine;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The outside world: sends what customers and systems would send, and measures what comes back. */
@Command(
    name = "simulate",
    description =
        "The outside world: sends events to the local stack and measures what comes back.",
    mixinStandardHelpOptions = true,
    subcommands = {
      PaymentsCommand.class,
      ShopCommand.class,
      SupplyCommand.class,
      HostileCommand.class
    })
public final class Simulator {

  private Simulator() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Simulator())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(FailureLine.of("simulate"));
  }
}
