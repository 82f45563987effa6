package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is submitted of a job.
 *
 * @param jar the build
 * @param template its options file, placeholders in it
 * @param arguments {@code -Dkey=value}, which take the place of what stands in the file
 * @param rolledBack whether it takes the place of a newer build: of that one's state it leaves out
 *     what it does not know
 */
record Release(Path jar, Path template, List<String> arguments, boolean rolledBack) {
  Release {
    requireNonNull(jar);
    requireNonNull(template);
    arguments = List.copyOf(arguments);
  }

  /** The same with some options changed. */
  Release with(Map<String, String> options) {
    Map<String, String> byKey = new LinkedHashMap<>();
    for (String argument : arguments) {
      byKey.put(argument.substring(0, argument.indexOf('=')), argument);
    }
    arguments(options)
        .forEach(argument -> byKey.put(argument.substring(0, argument.indexOf('=')), argument));
    return new Release(jar, template, List.copyOf(byKey.values()), rolledBack);
  }

  /** The same in the place of a newer build. */
  Release asRollback() {
    return new Release(jar, template, arguments, true);
  }

  /** As a job reads them. */
  static List<String> arguments(Map<String, String> options) {
    return options.entrySet().stream()
        .map(option -> "-D" + option.getKey() + "=" + option.getValue())
        .toList();
  }
}
