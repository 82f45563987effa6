package dev.millrace.contracts;

import dev.millrace.console.StackState;
import dev.millrace.console.ToolException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
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
      description = "copies of each partition, 1 to 10; default 1 for new topics")
  private Integer replication;

  List<Topic> topics() {
    return new TopicsFile(schemas == null ? SuiteFolder.schemas() : schemas).read();
  }

  KafkaTopics connect() {
    return KafkaTopics.at(
        servers == null ? StackState.ofThisProcess().endpoint("kafka.bootstrap-servers") : servers);
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
