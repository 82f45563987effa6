package dev.millrace.simulator;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The outside world: sends what customers and systems would send, and measures what comes back. */
@Command(
    name = "simulate",
    description =
        "The outside world: sends events to the local stack and measures what comes back.",
    mixinStandardHelpOptions = true,
    subcommands = PaymentsCommand.class)
public final class Simulator {

  private Simulator() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Simulator())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Simulator::report);
  }

  private static int report(
      Exception failure, CommandLine command, CommandLine.ParseResult arguments) throws Exception {
    if (failure instanceof SimulatorException) {
      command.getErr().println("simulate: " + failure.getMessage());
      return CommandLine.ExitCode.SOFTWARE;
    }
    throw failure;
  }
}
