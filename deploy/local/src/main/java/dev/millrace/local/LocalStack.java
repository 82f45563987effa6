package dev.millrace.local;

import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The local stack from the command line; scripts/up, down, status, logs, submit and stop call it.
 */
@Command(
    name = "local-stack",
    description = "The local stack.",
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      LogsCommand.class,
      SubmitCommand.class,
      StopCommand.class
    })
public final class LocalStack {
  private LocalStack() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command; the result is the exit code. */
  static int run(String... args) {
    CommandLine line = new CommandLine(new LocalStack());
    line.setExecutionExceptionHandler(
        (failure, command, result) -> {
          if (failure instanceof StackException || failure instanceof UncheckedIOException) {
            command.getErr().println(command.getCommandName() + ": " + failure.getMessage());
            command.getErr().flush();
            return 1;
          }
          throw failure;
        });
    return line.execute(args);
  }
}
