package dev.millrace.frauddesk;

import java.io.PrintWriter;
import picocli.CommandLine.Mixin;

/** Where the rules are kept. */
final class RuleTopicOptions {
  @Mixin private PolicyEndpoints endpoints;

  RuleTopic topic(PrintWriter warnings) {
    return new KafkaRuleTopic(
        endpoints.servers(), endpoints.registry(), Rules.ofTheJob(), warnings);
  }
}
