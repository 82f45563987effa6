package dev.millrace.contracts;

import dev.millrace.console.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code schemas diff}: what differs between the folder and the registry. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description =
        "Shows what differs between the folder and the registry; exit code 1 if anything.")
final class DiffSchemasCommand implements Callable<Integer> {
  @Mixin private RegistryOptions options;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<Difference> differences =
        new RegistryCheck(options.local(), options.topics(), options.connect()).differences();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(Json.line(Map.of("differences", differences)));
    } else if (differences.isEmpty()) {
      out.print("The registry holds what the folder holds.\n");
    } else {
      for (Difference difference : differences) {
        out.print(difference + "\n");
        difference.changes().forEach(change -> out.print("  " + change + "\n"));
      }
    }
    out.flush();
    return differences.isEmpty() ? 0 : 1;
  }
}
