package dev.millrace.contracts;

import dev.millrace.console.Json;
import dev.millrace.console.TextTable;
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

/** {@code schemas list}: what the registry holds. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Lists subjects, versions, ids and compatibility at the registry.")
final class ListSchemasCommand implements Callable<Integer> {
  @Mixin private RegistryOptions options;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Spec private CommandSpec spec;

  /** One version under one subject. */
  record Entry(String subject, int version, int id, String record, String compatibility) {}

  @Override
  public Integer call() {
    Subjects subjects = options.connect();
    List<Entry> entries = new ArrayList<>();
    for (String subject : subjects.names()) {
      String compatibility = subjects.compatibility(subject);
      for (RegisteredVersion version : subjects.versions(subject)) {
        entries.add(
            new Entry(
                subject,
                version.version(),
                version.id(),
                version.schema().getFullName(),
                compatibility));
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.line(Map.of("schemas", entries)) : text(entries));
    out.flush();
    return 0;
  }

  private static String text(List<Entry> entries) {
    TextTable table = new TextTable("SUBJECT", "VERSION", "ID", "RECORD", "COMPATIBILITY");
    entries.forEach(
        e -> table.add(e.subject(), "v" + e.version(), e.id(), e.record(), e.compatibility()));
    return table.toString();
  }
}
