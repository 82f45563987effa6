package dev.millrace.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The schemas and samples of this module, by their path from its folder, {@code a-record/v1.avsc}.
 */
final class SchemaFiles {
  private static final Path FOLDER = Path.of("").toAbsolutePath();

  private SchemaFiles() {}

  static List<String> schemas() {
    return matching("[a-z-]+/v[0-9]+\\.avsc");
  }

  static List<String> schemasAndSamples() {
    return matching("[a-z-]+/(v[0-9]+\\.avsc|samples/v[0-9]+\\.json)");
  }

  /** {@code a-record/v1.avsc} to {@code a-record/samples/v1.json}. */
  static String sampleOf(String schema) {
    return schema.replaceFirst("/(v[0-9]+)\\.avsc", "/samples/$1.json");
  }

  static Path path(String name) {
    return FOLDER.resolve(name);
  }

  static String text(String name) {
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> matching(String pattern) {
    try (Stream<Path> paths = Files.walk(FOLDER, 3)) {
      return paths
          .map(path -> FOLDER.relativize(path).toString())
          .filter(name -> name.matches(pattern))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
