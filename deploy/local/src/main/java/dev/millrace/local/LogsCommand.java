package dev.millrace.local;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the end of a component's log. */
@Command(name = "logs", description = "Prints the end of a component's log.")
final class LogsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "COMPONENT", description = "As scripts/status names it.")
  private String component;

  @Option(names = "-n", paramLabel = "LINES", description = "How many lines.", defaultValue = "100")
  private int lines;

  @Option(names = "-f", description = "Go on with what is added, until interrupted.")
  private boolean follow;

  @Override
  public Integer call() {
    Folders folders = Folders.fromSystemProperties();
    Stack stack = Stack.read(folders, System.getenv());
    Path log =
        stack.components().stream()
            .filter(each -> each.name().equals(component))
            .map(Component::log)
            .findFirst()
            .orElseThrow(
                () ->
                    new StackException(
                        "there is no component '%s'; they are: %s"
                            .formatted(
                                component,
                                String.join(
                                    ", ",
                                    stack.components().stream().map(Component::name).toList()))));
    if (!Files.exists(log)) {
      throw new StackException("%s does not exist".formatted(folders.shown(log)));
    }
    if (lines < 1) {
      throw new StackException("-n must be at least 1, is " + lines);
    }
    PrintWriter out = spec.commandLine().getOut();
    LogFile file = new LogFile(log);
    long end = file.length();
    file.tail(lines, 0).forEach(out::println);
    out.flush();
    while (follow && !out.checkError()) {
      Deadline.pause();
      long length = file.length();
      if (length != end) {
        file.tail(Integer.MAX_VALUE, end).forEach(out::println);
        out.flush();
        end = length;
      }
    }
    return 0;
  }
}
