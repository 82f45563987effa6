package dev.millrace.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.millrace.console.ToolException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables that table-writer fills, from the file that tells it so. */
final class WatchedTables {
  private static final Path FILE = Path.of("jobs/table-writer/src/main/resources/tables.yaml");

  private WatchedTables() {}

  /**
   * The tables of the repository whose folder the system property {@code millrace.root} names.
   *
   * @throws ToolException if the property is not set
   */
  static List<Watch.Table> ofThisRepository() {
    String root = System.getProperty("millrace.root");
    if (root == null) {
      throw new ToolException(
          "system property millrace.root is not set: it names the repository's folder");
    }
    return read(Path.of(root).resolve(FILE));
  }

  /**
   * The tables in a file of table-writer's form.
   *
   * @throws ToolException if it cannot be read, or says something that is not understood
   */
  static List<Watch.Table> read(Path file) {
    try {
      List<Watch.Table> tables = new ArrayList<>();
      new YAMLMapper()
          .readTree(file.toFile())
          .path("tables")
          .properties()
          .forEach(entry -> tables.add(table(file, entry.getKey(), entry.getValue())));
      if (tables.isEmpty()) {
        throw new ToolException("%s names no tables".formatted(file));
      }
      return List.copyOf(tables);
    } catch (IOException e) {
      throw new ToolException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static Watch.Table table(Path file, String name, JsonNode entry) {
    String mode = entry.path("mode").asText();
    return switch (mode) {
      case "first-wins" -> new Watch.Table(name, Optional.empty());
      case "latest-version-wins" -> new Watch.Table(name, Optional.of(version(file, name, entry)));
      default ->
          throw new ToolException(
              "%s, %s: mode must be first-wins or latest-version-wins, is '%s'"
                  .formatted(file, name, mode));
    };
  }

  private static String version(Path file, String name, JsonNode entry) {
    String version = entry.path("version").asText();
    if (version.isEmpty()) {
      throw new ToolException(
          "%s, %s: latest-version-wins needs version, the column that holds it"
              .formatted(file, name));
    }
    return version;
  }
}
