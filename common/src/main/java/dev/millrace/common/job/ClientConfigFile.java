package dev.millrace.common.job;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.Reader;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * A properties file (UTF-8), on each machine at the same path, with settings of clients that a job
 * has no option for: how they encrypt, who they say they are, whom they trust.
 *
 * <p>Only the path and the keys travel with the job. A value is read on the machine where a client
 * is made, at that moment, so that no secret is in a job graph or on a dashboard.
 *
 * @param option that names the file
 * @param path of the file
 * @param keys that were in it when the job was submitted
 */
public record ClientConfigFile(String option, String path, Set<String> keys)
    implements Serializable {
  private static final String PROVIDERS = "config.providers";
  private static final String PROVIDER = "file";

  public ClientConfigFile {
    requireNonNull(option);
    requireNonNull(path);
    keys = Set.copyOf(keys);
  }

  /** An option that names such a file. */
  static Option<String> option(String key, String description) {
    return Option.optionalText(
        key,
        new OptionRule<>(
            "an absolute path without : and } of a readable properties file with at least one setting",
            path -> !keysIn(path).isEmpty()),
        description
            + " On each machine, read whenever a client is made, so that a secret shows in no process list and on no dashboard."
            + " What the job decides itself is refused.");
  }

  /**
   * Reads the option; empty if it is left out, or refused.
   *
   * @param decided whether the job decides a setting itself
   */
  static Optional<ClientConfigFile> read(
      OptionReader options, Option<String> option, Predicate<String> decided) {
    Optional<String> path = options.readOptional(option);
    Set<String> keys = path.map(ClientConfigFile::keysIn).orElse(Set.of());
    String refused = keys.stream().filter(decided).collect(joining(", "));
    options.require(
        refused.isEmpty(),
        option,
        "a file without %s, which the job decides".formatted(refused),
        path.orElse(""));
    return keys.isEmpty() || !refused.isEmpty()
        ? Optional.empty()
        : path.map(present -> new ClientConfigFile(option.key(), present, keys));
  }

  /** Whether a setting would change how a Kafka client finds the values in the file. */
  static boolean isIndirection(String key) {
    return key.startsWith(PROVIDERS);
  }

  /** The settings for a Kafka client, which replaces references to the file by what is in it. */
  Properties references() {
    Properties references = new Properties();
    references.setProperty(PROVIDERS, PROVIDER);
    references.setProperty(
        PROVIDERS + "." + PROVIDER + ".class", FileConfigProvider.class.getName());
    keys.forEach(key -> references.setProperty(key, "${%s:%s:%s}".formatted(PROVIDER, path, key)));
    return references;
  }

  /**
   * The settings as they are in the file now.
   *
   * @throws IllegalStateException if it cannot be read, which a person may mend while a job
   *     restarts
   */
  public Map<String, String> settings() {
    try {
      Map<String, String> settings = load(path);
      settings.keySet().retainAll(keys);
      return settings;
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalStateException(
          "%s: must be a readable properties file, got '%s' (%s)"
              .formatted(option, path, e.getClass().getSimpleName()),
          e);
    }
  }

  /** The keys in a file; none if it is not one that the option's rule allows. */
  private static Set<String> keysIn(String path) {
    // A Kafka client takes what is between two colons, and before the brace, for the path.
    boolean named = path.chars().noneMatch(character -> character == ':' || character == '}');
    try {
      return named && Path.of(path).isAbsolute() ? load(path).keySet() : Set.of();
    } catch (IOException | IllegalArgumentException e) {
      return Set.of();
    }
  }

  private static Map<String, String> load(String path) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(path), StandardCharsets.UTF_8)) {
      properties.load(reader);
    }
    return properties.stringPropertyNames().stream()
        .collect(toMap(key -> key, properties::getProperty, (one, same) -> one, TreeMap::new));
  }
}
