package dev.millrace.contracts;

import dev.millrace.common.contract.EvolutionRules.Breach;
import dev.millrace.console.Json;
import dev.millrace.console.ToolException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code schemas check}: may these schemas be released? */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Checks every version against the rules, every other version and the registry.")
final class CheckSchemasCommand implements Callable<Integer> {
  @Mixin private RegistryOptions options;

  @Option(names = "--local", description = "leave the registry out")
  private boolean local;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    LocalSchemas schemas = options.local();
    List<Topic> topics = options.topics();
    List<String> breaches =
        new ArrayList<>(schemas.breaches().stream().map(Breach::toString).toList());
    if (!local) {
      RegistryCheck registry = new RegistryCheck(schemas, topics, options.connect());
      breaches.addAll(registry.breaches());
      breaches.addAll(registry.unguarded());
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(
          Json.line(
              Map.of(
                  "records", schemas.records(),
                  "versions", schemas.size(),
                  "breaches", breaches)));
    } else if (breaches.isEmpty()) {
      out.print(
          "%d records in %d versions, all rules hold.\n"
              .formatted(schemas.records(), schemas.size()));
    }
    out.flush();
    if (breaches.isEmpty()) {
      return 0;
    }
    breaches.forEach(spec.commandLine().getErr()::println);
    throw new ToolException("rules broken: %d".formatted(breaches.size()));
  }
}
