package dev.millrace.simulator;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * Where the stack listens.
 *
 * @param bootstrapServers of Kafka, {@code host:port,...}
 * @param registryUrl base address of the schema registry's Confluent API
 */
public record Endpoints(String bootstrapServers, String registryUrl) {
  private static final String FILE = "endpoints.properties";
  private static final String BOOTSTRAP_SERVERS = "kafka.bootstrap-servers";
  private static final String REGISTRY_URL = "schema-registry.url";

  public Endpoints {
    requireNonNull(bootstrapServers, "bootstrapServers");
    requireNonNull(registryUrl, "registryUrl");
  }

  /**
   * The given addresses, and for those not given what {@code scripts/up} wrote.
   *
   * @param state the stack's state directory
   * @throws SimulatorException if an address is neither given nor in the state directory
   */
  static Endpoints of(Path state, Optional<String> bootstrapServers, Optional<String> registryUrl) {
    if (bootstrapServers.isPresent() && registryUrl.isPresent()) {
      return new Endpoints(bootstrapServers.get(), registryUrl.get());
    }
    Path file = state.resolve(FILE);
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new SimulatorException(
          "no stack is up: %s cannot be read. Start it with scripts/up, or name --bootstrap-servers and --registry"
              .formatted(file),
          e);
    }
    return new Endpoints(
        bootstrapServers.orElseGet(() -> setting(properties, file, BOOTSTRAP_SERVERS)),
        registryUrl.orElseGet(() -> setting(properties, file, REGISTRY_URL)));
  }

  private static String setting(Properties properties, Path file, String key) {
    String value = properties.getProperty(key);
    if (value == null || value.isBlank()) {
      throw new SimulatorException("%s lacks %s: run scripts/up again".formatted(file, key));
    }
    return value.strip();
  }
}
