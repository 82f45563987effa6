package dev.millrace.sql;

import dev.millrace.console.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code migrate}: tables, roles and views of the suite's database. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    description = "Brings the database's tables, roles and views to the newest version.")
final class MigrateCommand implements Callable<Integer> {
  @Mixin private DatabaseOptions options;

  @Option(names = "--json", description = "print one JSON object")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<AppliedMigration> applied = new Migrations(options.database(), options.secrets()).apply();
    spec.commandLine().getOut().print(json ? Json.line(Map.of("applied", applied)) : text(applied));
    spec.commandLine().getOut().flush();
    return 0;
  }

  private static String text(List<AppliedMigration> applied) {
    if (applied.isEmpty()) {
      return "The database is up to date.\n";
    }
    StringBuilder lines = new StringBuilder();
    for (AppliedMigration migration : applied) {
      lines.append(
          "Applied %s (%s), %d ms.\n"
              .formatted(
                  migration.description(),
                  migration.version().isEmpty() ? "repeatable" : "V" + migration.version(),
                  migration.millis()));
    }
    return lines.toString();
  }
}
