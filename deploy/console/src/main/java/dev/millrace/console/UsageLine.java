package dev.millrace.console;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** Prints what is wrong with the arguments as one line, and makes the exit code 2. */
public final class UsageLine implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    command
        .getErr()
        .printf("%s: %s (--help says more)%n", command.getCommandName(), error.getMessage());
    return CommandLine.ExitCode.USAGE;
  }
}
