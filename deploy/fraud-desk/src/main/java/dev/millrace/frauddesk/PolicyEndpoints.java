package dev.millrace.frauddesk;

import dev.millrace.common.contract.ConfluentSchemaRegistry;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.console.ClientSettings;
import dev.millrace.console.StackState;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Where topics and schemas are; both addresses come from the running stack. */
final class PolicyEndpoints {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "default: kafka.bootstrap-servers of the running stack")
  private String servers;

  @Option(
      names = "--registry-url",
      paramLabel = "URL",
      description =
          "base address of the Confluent API; default: schema-registry.url of the running stack")
  private String registryUrl;

  String servers() {
    return servers == null
        ? StackState.ofThisProcess().endpoint("kafka.bootstrap-servers")
        : servers;
  }

  SchemaRegistry registry() {
    String url =
        registryUrl == null
            ? StackState.ofThisProcess().endpoint("schema-registry.url")
            : registryUrl;
    return ClientSettings.registry(settings -> new ConfluentSchemaRegistry(url, TIMEOUT, settings));
  }
}
