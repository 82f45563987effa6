package dev.millrace.common.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a job reaches the schema registry.
 *
 * @param url base address of the Confluent API
 * @param clientConfig file with settings of the client, for example how it authenticates
 * @param timeout for a connection, and then for an answer
 * @param cacheDirectory where schemas that were fetched are kept, so that a restart needs no
 *     registry; empty: in memory only
 */
public record RegistryOptions(
    String url,
    Optional<ClientConfigFile> clientConfig,
    Duration timeout,
    Optional<String> cacheDirectory) {

  // The client takes each with and without its prefix.
  private static final String PREFIX = "schema.registry.";
  private static final Set<String> DECIDED =
      Set.of("url", "http.connect.timeout.ms", "http.read.timeout.ms");

  private static final Option<String> URL =
      Option.requiredText(
          "schema-registry.url",
          new OptionRule<>(
              "an http or https address without credentials",
              value -> value.matches("https?://[^\\s@]+")),
          "Base address of the schema registry's Confluent API.");

  private static final Option<String> CLIENT_CONFIG =
      ClientConfigFile.option(
          "schema-registry.client-config",
          "Properties file with further settings of the registry's client: basic.auth.*, bearer.auth.*,"
              + " schema.registry.ssl.* and so on.");

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
  public static final List<Option<?>> ALL = List.of(URL, CLIENT_CONFIG, TIMEOUT, CACHE_DIRECTORY);

  public static RegistryOptions read(OptionReader options) {
    return new RegistryOptions(
        options.read(URL),
        ClientConfigFile.read(options, CLIENT_CONFIG, RegistryOptions::isDecided),
        options.read(TIMEOUT),
        options.readOptional(CACHE_DIRECTORY));
  }

  private static boolean isDecided(String key) {
    return DECIDED.contains(key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key);
  }
}
