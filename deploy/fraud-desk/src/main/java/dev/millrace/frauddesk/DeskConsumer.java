package dev.millrace.frauddesk;

import dev.millrace.console.ClientSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer that reads a part of a topic once, in no group, and does not wait for ever. */
final class DeskConsumer {
  static final String CLIENT_ID = "millrace-fraud-desk";

  private DeskConsumer() {}

  /**
   * Connects.
   *
   * @param patience how long Kafka may take to answer
   * @param more settings beyond those of every such consumer
   */
  static KafkaConsumer<byte[], byte[]> open(
      String servers, Duration patience, Map<String, ?> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
    settings.put(ConsumerConfig.CLIENT_ID_CONFIG, CLIENT_ID);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(patience.toMillis()));
    return ClientSettings.kafka(
        settings,
        all -> new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
  }
}
