package dev.millrace.common.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a job reaches the schema registry.
 *
 * @param url base address of the Confluent API
 * @param timeout for a connection, and then for an answer
 * @param cacheDirectory where schemas that were fetched are kept, so that a restart needs no
 *     registry; empty: in memory only
 */
public record RegistryOptions(String url, Duration timeout, Optional<String> cacheDirectory) {

  private static final Option<String> URL =
      Option.requiredText(
          "schema-registry.url",
          new OptionRule<>("an http or https address", value -> value.matches("https?://\\S+")),
          "Base address of the schema registry's Confluent API.");

  private static final Option<Duration> TIMEOUT =
      Option.duration(
          "schema-registry.timeout",
          Duration.ofSeconds(5),
          OptionRule.between(Duration.ofMillis(100), Duration.ofMinutes(1)),
          "How long to wait for a connection to the registry, and then for its answer.");

  private static final Option<String> CACHE_DIRECTORY =
      Option.optionalText(
          "schema-registry.cache-dir",
          new OptionRule<>("an absolute path", value -> Path.of(value).isAbsolute()),
          "Directory on each machine where fetched schemas are kept, so that a restart during a registry outage knows them."
              + " Left out: in memory only.");

  /** All options of this group, for a job's list of known settings. */
  public static final List<Option<?>> ALL = List.of(URL, TIMEOUT, CACHE_DIRECTORY);

  public static RegistryOptions read(OptionReader options) {
    return new RegistryOptions(
        options.read(URL), options.read(TIMEOUT), options.readOptional(CACHE_DIRECTORY));
  }
}
