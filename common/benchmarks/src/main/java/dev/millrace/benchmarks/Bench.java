package dev.millrace.benchmarks;

import dev.millrace.console.FailureLine;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measures speed. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures speed.",
    subcommands = {DecodeCommand.class, SinkCommand.class})
public final class Bench {
  private Bench() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Bench()).setExecutionExceptionHandler(FailureLine.of("bench"));
  }
}
