package dev.millrace.simulator.epcis;

import dev.millrace.console.FailureLine;
import picocli.CommandLine;

/** Brings EPCIS documents to the suite. */
public final class Epcis {

  private Epcis() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new EpcisCommand())
        .setExecutionExceptionHandler(FailureLine.of("epcis"));
  }
}
