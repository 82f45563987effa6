package dev.millrace.frauddesk;

import dev.millrace.common.contract.ConfluentSchemaRegistry;
import dev.millrace.console.StackState;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Where the rules are kept; both addresses come from the running stack. */
final class RuleTopicOptions {
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

  RuleTopic topic(PrintWriter warnings) {
    return new KafkaRuleTopic(
        servers == null ? StackState.ofThisProcess().endpoint("kafka.bootstrap-servers") : servers,
        new ConfluentSchemaRegistry(
            registryUrl == null
                ? StackState.ofThisProcess().endpoint("schema-registry.url")
                : registryUrl,
            TIMEOUT),
        Rules.ofTheJob(),
        warnings);
  }
}
