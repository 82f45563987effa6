package dev.millrace.simulator;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.ConfluentSchemaRegistry;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.console.ClientSettings;
import dev.millrace.console.StackState;
import dev.millrace.console.ToolException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the stack listens.
 *
 * @param bootstrapServers of Kafka, {@code host:port,...}
 * @param registryUrl base address of the schema registry's Confluent API
 */
public record Endpoints(String bootstrapServers, String registryUrl) {
  private static final String BOOTSTRAP_SERVERS = "kafka.bootstrap-servers";
  private static final String REGISTRY_URL = "schema-registry.url";
  static final Duration REGISTRY_TIMEOUT = Duration.ofSeconds(10);

  public Endpoints {
    requireNonNull(bootstrapServers, "bootstrapServers");
    requireNonNull(registryUrl, "registryUrl");
  }

  /**
   * The given addresses, and for those not given what {@code scripts/up} wrote.
   *
   * @throws ToolException if an address is neither given nor left by the stack
   */
  public static Endpoints of(
      StackState stack, Optional<String> bootstrapServers, Optional<String> registryUrl) {
    return new Endpoints(
        bootstrapServers.orElseGet(() -> address(stack, BOOTSTRAP_SERVERS)),
        registryUrl.orElseGet(() -> address(stack, REGISTRY_URL)));
  }

  /**
   * A client of the registry; connects when it is first asked.
   *
   * @throws ToolException if the user's settings of it cannot be used
   */
  public SchemaRegistry registry() {
    return ClientSettings.registry(
        settings -> new ConfluentSchemaRegistry(registryUrl, REGISTRY_TIMEOUT, settings));
  }

  private static String address(StackState stack, String key) {
    try {
      return stack
          .findEndpoint(key)
          .orElseThrow(
              () ->
                  new ToolException(
                      "%s lacks %s: run scripts/up again".formatted(stack.endpoints(), key)));
    } catch (IOException e) {
      throw new ToolException(
          "no stack is up: %s cannot be read. Start it with scripts/up, or name --bootstrap-servers and --registry-url"
              .formatted(stack.endpoints()),
          e);
    }
  }
}
