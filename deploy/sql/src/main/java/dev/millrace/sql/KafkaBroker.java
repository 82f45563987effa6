package dev.millrace.sql;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.ClientSettings;
import dev.millrace.console.ToolException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A Kafka cluster. A record that it confirmed is on all in-sync replicas, once, whatever the
 * producer repeats; one that it did not confirm within 30 s may be there or not.
 */
final class KafkaBroker implements Broker {
  private static final int ONE_REQUEST_MS = 10_000;
  private static final int PATIENCE_MS = 30_000;

  private final String servers;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final RecordSender sender;

  private KafkaBroker(String servers, Admin admin, KafkaProducer<byte[], byte[]> producer) {
    this.servers = requireNonNull(servers);
    this.admin = requireNonNull(admin);
    this.producer = requireNonNull(producer);
    this.sender = new RecordSender(producer);
  }

  /**
   * The cluster at {@code servers}.
   *
   * @param servers {@code HOST:PORT}, several joined by commas
   * @throws ToolException if that is no address
   */
  static Broker at(String servers) {
    return new KafkaBroker(
        servers,
        ClientSettings.kafka(adminSettings(servers), Admin::create),
        ClientSettings.kafka(
            producerSettings(servers),
            settings ->
                new KafkaProducer<>(
                    settings, new ByteArraySerializer(), new ByteArraySerializer())));
  }

  private static Map<String, Object> adminSettings(String servers) {
    return Map.of(
        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
        servers,
        AdminClientConfig.CLIENT_ID_CONFIG,
        "millrace-replay",
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
        ONE_REQUEST_MS,
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
        PATIENCE_MS);
  }

  private static Map<String, Object> producerSettings(String servers) {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        servers,
        ProducerConfig.CLIENT_ID_CONFIG,
        "millrace-replay",
        ProducerConfig.ACKS_CONFIG,
        "all",
        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
        true,
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
        ONE_REQUEST_MS,
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
        PATIENCE_MS,
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        PATIENCE_MS,
        // The topic took a record of this size once: whether it does so today, the broker says.
        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
        256 << 20,
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        256L << 20);
  }

  @Override
  public Optional<Topic> topic(String name) {
    try {
      int partitions =
          admin.describeTopics(List.of(name)).topicNameValues().get(name).get().partitions().size();
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
      String policy =
          admin
              .describeConfigs(List.of(resource))
              .values()
              .get(resource)
              .get()
              .get(TopicConfig.CLEANUP_POLICY_CONFIG)
              .value();
      return Optional.of(
          new Topic(partitions, policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException
          || e.getCause() instanceof InvalidTopicException) {
        return Optional.empty();
      }
      throw new ToolException(
          "no Kafka broker answers at %s, is the stack up? (%s)"
              .formatted(servers, e.getCause().getMessage()),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolException("interrupted while waiting for Kafka at " + servers, e);
    }
  }

  @Override
  public List<Optional<Exception>> send(List<ProducerRecord<byte[], byte[]>> records) {
    return sender.send(records);
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
    admin.close(Duration.ofSeconds(1));
  }
}
