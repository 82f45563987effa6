package dev.millrace.frauddesk;

import java.io.PrintWriter;
import org.apache.avro.specific.SpecificRecordBase;
import picocli.CommandLine.Mixin;

/** Where rules and models are kept. */
final class PolicyTopicOptions {
  @Mixin private PolicyEndpoints endpoints;

  <T extends SpecificRecordBase> PolicyTopic<T> topic(PolicyKind<T> kind, PrintWriter warnings) {
    return new KafkaPolicyTopic<>(kind, endpoints.servers(), endpoints.registry(), warnings);
  }
}
