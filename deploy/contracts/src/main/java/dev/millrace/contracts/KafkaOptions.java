package dev.millrace.contracts;

import dev.millrace.common.contract.EvolutionRules.Version;
import dev.millrace.console.StackState;
import dev.millrace.console.ToolException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.apache.avro.Schema;
import picocli.CommandLine.Option;

/** Where Kafka is and what it should hold. */
final class KafkaOptions {
  private static final int MOST_COPIES = 10;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "default: kafka.bootstrap-servers of the running stack")
  private String servers;

  @Option(
      names = "--schemas",
      paramLabel = "FOLDER",
      description = "holds topics.yaml; default: schemas")
  private Path schemas;

  @Option(
      names = "--replication",
      paramLabel = "N",
      description =
          "copies of each partition, 1 to 10; default for new topics: the brokers' default.replication.factor")
  private Integer replication;

  List<Topic> topics() {
    return new TopicsFile(folder()).read();
  }

  /** The newest version of what a topic carries. */
  Schema newestSchemaOf(Topic topic) {
    List<Version> versions = LocalSchemas.in(folder()).versionsOf(topic.record());
    if (versions.isEmpty()) {
      throw new ToolException("%s holds no version of %s".formatted(folder(), topic.record()));
    }
    return versions.get(versions.size() - 1).schema();
  }

  private Path folder() {
    return schemas == null ? SuiteFolder.schemas() : schemas;
  }

  KafkaTopics connect() {
    return KafkaTopics.at(servers());
  }

  String servers() {
    return servers == null
        ? StackState.ofThisProcess().endpoint("kafka.bootstrap-servers")
        : servers;
  }

  OptionalInt replication() {
    if (replication == null) {
      return OptionalInt.empty();
    }
    if (replication < 1 || replication > MOST_COPIES) {
      throw new ToolException(
          "--replication must be 1 to %d, not %d".formatted(MOST_COPIES, replication));
    }
    return OptionalInt.of(replication);
  }
}
