package dev.millrace.fraud.benchmarks;

import dev.millrace.console.FailureLine;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measures fraud scoring's parts, one thread each. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures the parts of fraud scoring.",
    subcommands = {
      RulesCommand.class,
      ScorerCommand.class,
      FeaturesCommand.class,
      FraudDrainCommand.class
    })
public final class FraudBench {
  private FraudBench() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new FraudBench()).setExecutionExceptionHandler(FailureLine.of("bench"));
  }
}
