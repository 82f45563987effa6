package dev.millrace.recommendations.benchmarks;

import dev.millrace.console.FailureLine;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measures recommendations. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures recommendations.",
    subcommands = {HistoryCommand.class, RecommendationsDrainCommand.class, StateCommand.class})
public final class RecommendationsBench {
  private RecommendationsBench() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new RecommendationsBench())
        .setExecutionExceptionHandler(FailureLine.of("bench"));
  }
}
