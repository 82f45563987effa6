package dev.millrace.contracts;

import dev.millrace.common.contract.EvolutionRules.Breach;
import dev.millrace.common.contract.EvolutionRules.Version;
import dev.millrace.common.contract.WireFormat;
import dev.millrace.console.Json;
import dev.millrace.console.TextTable;
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

/** {@code schemas register}: the only way a schema gets into the registry. */
@Command(
    name = "register",
    mixinStandardHelpOptions = true,
    description = "Checks, then registers every version under every topic's subject, in order.")
final class RegisterSchemasCommand implements Callable<Integer> {
  @Mixin private RegistryOptions options;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Spec private CommandSpec spec;

  /** A version and the id it has at the registry. */
  record Registered(String subject, int version, int id) {}

  @Override
  public Integer call() {
    LocalSchemas schemas = options.local();
    List<Topic> topics = options.topics();
    Subjects subjects = options.connect();
    List<String> breaches =
        new ArrayList<>(schemas.breaches().stream().map(Breach::toString).toList());
    breaches.addAll(new RegistryCheck(schemas, topics, subjects).breaches());
    if (!breaches.isEmpty()) {
      breaches.forEach(spec.commandLine().getErr()::println);
      throw new ToolException(
          "nothing was registered, rules broken: %d".formatted(breaches.size()));
    }
    List<Registered> registered = new ArrayList<>();
    for (Topic topic : topics) {
      registered.addAll(register(topic, schemas, subjects));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.line(Map.of("registered", registered)) : text(registered));
    out.flush();
    return 0;
  }

  private static List<Registered> register(Topic topic, LocalSchemas schemas, Subjects subjects) {
    String subject = WireFormat.subjectOf(topic.name());
    List<Registered> registered = new ArrayList<>();
    for (Version version : schemas.versionsOf(topic.record())) {
      int id = subjects.register(subject, version.schema());
      registered.add(new Registered(subject, version.number(), id));
      if (registered.size() == 1) {
        // A registry may not know a subject before its first version; from the second on, it
        // guards.
        subjects.demandCompatibility(subject);
      }
    }
    return registered;
  }

  private static String text(List<Registered> registered) {
    TextTable table = new TextTable("SUBJECT", "VERSION", "ID");
    registered.forEach(r -> table.add(r.subject(), "v" + r.version(), r.id()));
    return table.toString();
  }
}
