package dev.millrace.common.job;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;

/**
 * Reads typed options from a program's arguments: {@code --config FILE} names a properties file
 * (UTF-8), {@code -Dkey=value} overrides it. Collects every problem and reports them together: a
 * key that is not known, a value that does not parse, a value that breaks its rule.
 *
 * <p>Read all options, then call {@link #finish()} before any of them is used.
 */
public final class OptionReader {
  private static final Pattern SECRET =
      Pattern.compile("(?<=password=)[^&]+|(?<=://)\\S+(?=@)", Pattern.CASE_INSENSITIVE);

  private final Configuration given;
  private final Map<String, String> texts;
  private final List<String> problems;

  /**
   * @param texts the values as they were given, for messages
   */
  private OptionReader(Configuration given, Map<String, String> texts, List<String> problems) {
    this.given = given;
    this.texts = texts;
    this.problems = problems;
  }

  /**
   * Takes the arguments apart; problems are kept for {@link #finish()}.
   *
   * @param args the program's arguments
   * @param known every option that the program has
   */
  public static OptionReader of(String[] args, Collection<Option<?>> known) {
    List<String> problems = new ArrayList<>();
    Map<String, String> values = new TreeMap<>();
    Map<String, String> overrides = new TreeMap<>();
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      int equals = arg.indexOf('=');
      if (arg.equals("--config") && i + 1 < args.length) {
        values.putAll(file(args[++i], problems));
      } else if (arg.startsWith("-D") && equals > 2) {
        overrides.put(arg.substring(2, equals), arg.substring(equals + 1).strip());
      } else {
        problems.add("arguments must be --config FILE or -Dkey=value, got " + masked(arg));
      }
    }
    values.putAll(overrides);
    List<String> keys = known.stream().map(Option::key).toList();
    values.keySet().stream()
        .filter(key -> !keys.contains(key))
        .map(key -> "%s: not a known setting; known: %s".formatted(key, nearest(key, keys)))
        .forEach(problems::add);
    values.keySet().retainAll(keys);
    Map<String, String> texts = Map.copyOf(values);
    // Flink reads the constants of an enum as they are declared, in any case but not with hyphens.
    known.stream()
        .filter(option -> option.byDefault().filter(Enum.class::isInstance).isPresent())
        .forEach(option -> values.computeIfPresent(option.key(), (k, v) -> v.replace('-', '_')));
    return new OptionReader(Configuration.fromMap(values), texts, problems);
  }

  /** The value given, or the default. Null after a problem, which {@link #finish()} reports. */
  public <T> T read(Option<T> option) {
    Optional<T> value = readOptional(option);
    if (value.isEmpty() && option.byDefault().isEmpty() && !given.containsKey(option.key())) {
      problems.add("%s: must be set: %s".formatted(option.key(), option.description()));
    }
    return value.orElse(null);
  }

  /** The value given, or the default, or nothing. */
  public <T> Optional<T> readOptional(Option<T> option) {
    Optional<T> value;
    try {
      value = given.getOptional(option.config()).or(option::byDefault);
    } catch (IllegalArgumentException e) {
      problem(option, option.form(), texts.get(option.key()));
      return option.byDefault();
    }
    value
        .filter(present -> !option.rule().holds().test(present))
        .ifPresent(present -> problem(option, option.rule().text(), OptionsTable.text(present)));
    return value;
  }

  /**
   * Checks a rule between options, for example that one is smaller than another.
   *
   * @param rule in words that follow "must be"
   */
  public void require(boolean holds, Option<?> option, String rule, Object value) {
    if (!holds) {
      problem(option, rule, OptionsTable.text(value));
    }
  }

  /**
   * Ends the reading.
   *
   * @throws InvalidOptionsException if there was any problem
   */
  public void finish() {
    if (!problems.isEmpty()) {
      throw new InvalidOptionsException(problems);
    }
  }

  private void problem(Option<?> option, String rule, String value) {
    problems.add("%s: must be %s, got '%s'".formatted(option.key(), rule, masked(value)));
  }

  /** The report goes to terminals and logs: a secret in an address must not. */
  private static String masked(String value) {
    return SECRET.matcher(value).replaceAll("***");
  }

  private static Map<String, String> file(String path, List<String> problems) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(path), StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      problems.add(
          "--config: must be a readable properties file, got '%s' (%s)".formatted(path, e));
    }
    Map<String, String> values = new TreeMap<>();
    properties
        .stringPropertyNames()
        .forEach(key -> values.put(key, properties.getProperty(key).strip()));
    return values;
  }

  /**
   * The settings of the same group, the part before the first dot; all of them if there is no such
   * group.
   */
  private static String nearest(String key, List<String> known) {
    String group = key.substring(0, key.indexOf('.') + 1);
    List<String> near = known.stream().filter(candidate -> candidate.startsWith(group)).toList();
    return String.join(", ", near.isEmpty() ? known : near);
  }
}
