package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Flink's {@code config.yaml}: the stack's templates, and the options that {@code flink.conf.NAME}
 * sets. Such an option takes the place of a constant in a template; what a template takes from the
 * stack's own settings (addresses, ports, folders, sizes) stays the stack's, and is refused.
 */
final class FlinkConfiguration {
  private static final Pattern LINE = Pattern.compile("([a-z][A-Za-z0-9.-]*):( .*)?");

  private final List<Path> templates;
  private final Settings settings;

  FlinkConfiguration(List<Path> templates, Settings settings) {
    this.templates = List.copyOf(templates);
    this.settings = requireNonNull(settings);
  }

  void render(Values values, Path target) {
    try {
      Files.createDirectories(target.getParent());
      Files.writeString(target, text(values.byName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails on a {@code flink.conf.} setting that the stack decides itself, naming both. */
  String text(Map<String, String> values) throws IOException {
    Map<String, String> added = new LinkedHashMap<>(settings.flinkOptions());
    List<String> lines = new ArrayList<>();
    for (Path template : templates) {
      for (String line : new Template(template).text(values).lines().toList()) {
        Matcher option = LINE.matcher(line);
        String chosen = option.matches() ? added.remove(option.group(1)) : null;
        lines.add(chosen == null ? line : yaml(option.group(1), chosen));
      }
      refuseWhatTheStackDecides(template);
    }
    added.forEach((name, value) -> lines.add(yaml(name, value)));
    return String.join("\n", lines) + "\n";
  }

  private void refuseWhatTheStackDecides(Path template) throws IOException {
    for (String line : Files.readAllLines(template)) {
      Matcher option = LINE.matcher(line);
      if (option.matches()
          && line.contains("${")
          && settings.flinkOptions().containsKey(option.group(1))) {
        throw settings.refusedFlinkOption(
            option.group(1),
            "cannot be set: the stack decides it, by '%s' in %s".formatted(line, template));
      }
    }
  }

  /** Quoted, so that YAML reads no type or structure into it. */
  private static String yaml(String name, String value) {
    return "%s: '%s'".formatted(name, value.replace("'", "''"));
  }
}
