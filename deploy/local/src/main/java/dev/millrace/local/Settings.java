package dev.millrace.local;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code stack.properties} says, with the lines of a second file over it. Every value is
 * checked when it is read; a failure names the setting, the file it stands in, the rule and the
 * value.
 */
final class Settings {
  private static final Pattern PORTS = Pattern.compile("([0-9]{1,5})-([0-9]{1,5})");

  /** What comes after it is the name of an option of Flink, which the defaults need not know. */
  private static final String FLINK = "flink.conf.";

  private final Map<String, String> values;
  private final Map<String, Path> origins;

  private Settings(Map<String, String> values, Map<String, Path> origins) {
    this.values = requireNonNull(values);
    this.origins = requireNonNull(origins);
  }

  /**
   * The settings of {@code defaults}, which knows every name there is, as changed by the files in
   * {@code overrides}.
   */
  static Settings read(Path defaults, List<Path> overrides) {
    Map<String, String> values = new TreeMap<>();
    Map<String, Path> origins = new TreeMap<>();
    put(defaults, values, origins);
    List<String> known = List.copyOf(values.keySet());
    for (Path file : overrides) {
      put(file, values, origins);
      for (String name : values.keySet()) {
        if (!known.contains(name) && !isFlinkOption(name)) {
          throw new StackException(
              "%s in %s is not a setting; %s lists them all".formatted(name, file, defaults));
        }
      }
    }
    return new Settings(values, origins);
  }

  private static void put(Path file, Map<String, String> values, Map<String, Path> origins) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new StackException("cannot read the settings in " + file + ": " + e, e);
    }
    for (String name : properties.stringPropertyNames()) {
      values.put(name, properties.getProperty(name).strip());
      origins.put(name, file);
    }
  }

  /**
   * These settings with the values that {@link #save} wrote, as far as the names are still known.
   */
  Settings as(Path saved) {
    Map<String, String> before = new TreeMap<>();
    Map<String, Path> savedIn = new TreeMap<>();
    put(saved, before, savedIn);
    before.keySet().removeIf(name -> !values.containsKey(name) && !isFlinkOption(name));
    Map<String, String> all = new TreeMap<>(values);
    all.keySet().removeIf(Settings::isFlinkOption);
    all.putAll(before);
    Map<String, Path> places = new TreeMap<>(savedIn);
    places.putAll(origins);
    return new Settings(all, places);
  }

  void save(Path file) {
    Properties properties = new Properties();
    properties.putAll(values);
    try {
      Files.createDirectories(file.getParent());
      try (Writer writer = Files.newBufferedWriter(file)) {
        properties.store(writer, "What the running stack was started with; see stack.properties.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What differs from the other settings, as {@code name=value} of these; without a value what only
   * the other ones have.
   */
  List<String> differences(Settings other) {
    Set<String> names = new TreeSet<>(values.keySet());
    names.addAll(other.values.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(values.get(name), other.values.get(name)))
        .map(name -> name + "=" + values.getOrDefault(name, ""))
        .toList();
  }

  private static boolean isFlinkOption(String name) {
    return name.startsWith(FLINK) && name.length() > FLINK.length();
  }

  /** Options of Flink by their own names, which {@code flink.conf.NAME} sets. */
  Map<String, String> flinkOptions() {
    Map<String, String> options = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          if (isFlinkOption(name)) {
            options.put(name.substring(FLINK.length()), value);
          }
        });
    return options;
  }

  /** A setting of {@link #flinkOptions} that cannot be had. */
  StackException refusedFlinkOption(String option, String rule) {
    String name = FLINK + option;
    return new StackException("%s in %s %s".formatted(name, origin(name), rule));
  }

  String text(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no setting " + name);
    }
    return value;
  }

  /** A free-form list of words, such as JVM options; possibly empty. */
  List<String> words(String name) {
    String value = text(name);
    return value.isEmpty() ? List.of() : List.of(value.split("\\s+", -1));
  }

  int port(String name) {
    return number(name, "a port", 1, 65_535);
  }

  /** A range of ports, {@code first-last}. */
  String ports(String name) {
    Matcher matcher = PORTS.matcher(text(name));
    if (!matcher.matches()
        || Integer.parseInt(matcher.group(1)) > Integer.parseInt(matcher.group(2))
        || Integer.parseInt(matcher.group(2)) > 65_535) {
      throw invalid(name, "a range of ports such as 19250-19269");
    }
    return matcher.group();
  }

  int count(String name) {
    return number(name, "a count", 1, 1_000);
  }

  Duration seconds(String name) {
    return Duration.ofSeconds(number(name, "a number of seconds", 1, 3_600));
  }

  Size size(String name) {
    return Size.parse(text(name)).orElseThrow(() -> invalid(name, "a size such as 512m or 2g"));
  }

  /** Whether the setting is the second of two words. */
  boolean chosen(String name, String otherwise, String word) {
    if (!text(name).equals(otherwise) && !text(name).equals(word)) {
      throw invalid(name, "%s or %s".formatted(otherwise, word));
    }
    return text(name).equals(word);
  }

  /** These settings with one value that the command line gave. */
  Settings with(String name, String value) {
    Map<String, String> all = new TreeMap<>(values);
    all.put(name, value);
    return new Settings(all, origins);
  }

  /** The file that a person edits to change the setting. */
  Path origin(String name) {
    return requireNonNull(origins.get(name), name);
  }

  private int number(String name, String what, int least, int most) {
    String rule = "%s from %d to %d".formatted(what, least, most);
    try {
      int value = Integer.parseInt(text(name));
      if (value < least || value > most) {
        throw invalid(name, rule);
      }
      return value;
    } catch (NumberFormatException e) {
      throw invalid(name, rule);
    }
  }

  private StackException invalid(String name, String rule) {
    return new StackException(
        "%s in %s must be %s, is '%s'".formatted(name, origin(name), rule, text(name)));
  }
}
