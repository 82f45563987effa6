package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file with <code>${name}</code> in it. What log4j resolves itself, such as <code>${sys:x}</code>
 * , stays as it is.
 */
record Template(Path file) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-z][a-z0-9.-]*)}");

  Template {
    requireNonNull(file);
  }

  /**
   * Writes the file with all values in place. Fails on a name that {@code values} does not have.
   */
  void render(Map<String, String> values, Path target) {
    try {
      Files.createDirectories(target.getParent());
      Files.writeString(target, text(values));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text(Map<String, String> values) throws IOException {
    return PLACEHOLDER
        .matcher(Files.readString(file))
        .replaceAll(
            match -> {
              String value = values.get(match.group(1));
              if (value == null) {
                throw new StackException(
                    "%s names ${%s}, which is none of %s"
                        .formatted(file, match.group(1), values.keySet()));
              }
              return Matcher.quoteReplacement(value);
            });
  }
}
