package dev.millrace.console;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Prints the message of a {@link ToolException} as one line, and makes the exit code 1. Anything
 * else is a defect and keeps its stack trace.
 */
public final class FailureLine implements IExecutionExceptionHandler {
  private final Function<CommandLine, String> speaker;

  private FailureLine(Function<CommandLine, String> speaker) {
    this.speaker = requireNonNull(speaker);
  }

  /** Lines that begin with the name of the command that failed. */
  public static FailureLine ofTheCommand() {
    return new FailureLine(CommandLine::getCommandName);
  }

  /** Lines that begin with this name, whichever command failed. */
  public static FailureLine of(String tool) {
    requireNonNull(tool);
    return new FailureLine(command -> tool);
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult arguments)
      throws Exception {
    if (!(failure instanceof ToolException)) {
      throw failure;
    }
    String message = String.valueOf(failure.getMessage()).replaceAll("\\s*\\R\\s*", " ");
    command.getErr().printf("%s: %s%n", speaker.apply(command), message);
    return CommandLine.ExitCode.SOFTWARE;
  }
}
