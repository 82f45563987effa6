package dev.millrace.console;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * How the clients of a tool encrypt, who they say they are and whom they trust: what is in the
 * files of {@code kafka.client-config} and {@code schema-registry.client-config} of the jobs, which
 * two environment variables name. Without them, as the local stack wants it.
 */
public final class ClientSettings {
  private static final String SERVERS = "bootstrap.servers";
  private static final Pattern ADDRESSES = Pattern.compile("[^,]+:[0-9]+\\s*(,[^,]+:[0-9]+\\s*)*");

  static final String KAFKA = "MILLRACE_KAFKA_CLIENT_CONFIG";
  static final String REGISTRY = "MILLRACE_REGISTRY_CLIENT_CONFIG";

  private final Map<String, String> environment;

  ClientSettings(Map<String, String> environment) {
    this.environment = requireNonNull(environment);
  }

  /**
   * A client of Kafka.
   *
   * @param own what the tool decides itself, whatever is in the file, {@code bootstrap.servers}
   *     among it
   * @param client makes it with all settings
   * @throws ToolException if that is no address, there is to be a file and it cannot be read, or
   *     the client does not take its settings
   */
  public static <T> T kafka(Map<String, ?> own, Function<Map<String, Object>, T> client) {
    return new ClientSettings(System.getenv()).ofKafka(own, client);
  }

  /**
   * A registry's client.
   *
   * @param client makes it with the settings
   * @throws ToolException if there is to be a file and it cannot be read, or the client does not
   *     take its settings
   */
  public static <T> T registry(Function<Map<String, String>, T> client) {
    return new ClientSettings(System.getenv()).ofRegistry(client);
  }

  <T> T ofKafka(Map<String, ?> own, Function<Map<String, Object>, T> client) {
    String servers = String.valueOf(own.get(SERVERS));
    if (!ADDRESSES.matcher(servers).matches()) {
      throw new ToolException(
          "kafka.bootstrap-servers must be HOST:PORT, or several separated by commas, not '%s'"
              .formatted(servers));
    }
    Map<String, String> file = file(KAFKA);
    Map<String, Object> settings = new HashMap<>(file);
    settings.putAll(own);
    try {
      return client.apply(settings);
    } catch (RuntimeException e) {
      throw refused(
          "no client of Kafka at %s can be made%s"
              .formatted(servers, file.isEmpty() ? "" : " with " + environment.get(KAFKA)),
          e);
    }
  }

  <T> T ofRegistry(Function<Map<String, String>, T> client) {
    Map<String, String> settings = file(REGISTRY);
    try {
      return client.apply(settings);
    } catch (RuntimeException e) {
      if (settings.isEmpty()) {
        throw e; // no setting's fault
      }
      throw refused(
          "%s: %s does not fit the client".formatted(REGISTRY, environment.get(REGISTRY)), e);
    }
  }

  /** The clients say what is wrong in the last cause of several, and not all of them in one. */
  private static ToolException refused(String what, RuntimeException failure) {
    StringBuilder message = new StringBuilder(what);
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String told = cause.getMessage();
      if (told != null && message.indexOf(told) < 0) {
        message.append(": ").append(told);
      }
    }
    return new ToolException(message.toString(), failure);
  }

  private Map<String, String> file(String variable) {
    String path = environment.getOrDefault(variable, "");
    if (path.isBlank()) {
      return Map.of();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(path), StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(variable, path, e);
    }
    if (properties.isEmpty()) {
      throw unreadable(variable, path, null);
    }
    Map<String, String> settings = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> settings.put(key, properties.getProperty(key)));
    return settings;
  }

  private static ToolException unreadable(String variable, String path, Exception cause) {
    return new ToolException(
        "%s must be a readable properties file with at least one setting, is %s"
            .formatted(variable, path),
        cause);
  }
}
