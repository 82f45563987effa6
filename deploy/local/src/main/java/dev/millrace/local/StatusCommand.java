package dev.millrace.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what runs. */
@Command(name = "status", description = "Shows what runs.")
final class StatusCommand implements Callable<Integer> {
  /** Exit code when a part of the stack does not run. */
  private static final int DOWN = 3;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "One JSON object instead of tables.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Stack stack = Stack.read(Folders.fromSystemProperties(), System.getenv());
    Status status = Status.of(stack);
    String text =
        json ? new ObjectMapper().writeValueAsString(status.json()) : new StatusText(status).text();
    spec.commandLine().getOut().println(text);
    spec.commandLine().getOut().flush();
    return status.allUp() ? 0 : DOWN;
  }
}
