package dev.millrace.supplychain.benchmarks;

import dev.millrace.console.FailureLine;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measures supply-chain alerts. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures supply-chain alerts.",
    subcommands = SupplyDrainCommand.class)
public final class SupplyBench {
  private SupplyBench() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new SupplyBench()).setExecutionExceptionHandler(FailureLine.of("bench"));
  }
}
