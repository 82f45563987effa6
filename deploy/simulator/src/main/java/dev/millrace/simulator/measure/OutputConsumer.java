package dev.millrace.simulator.measure;

import dev.millrace.console.ClientSettings;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer that follows what a job sends, in no group. */
public final class OutputConsumer {
  private static final int POLL_RECORDS = 5_000;

  private OutputConsumer() {}

  /** Connects; what is read, and from where on, is to be assigned. */
  public static KafkaConsumer<byte[], byte[]> open(String bootstrapServers) {
    return ClientSettings.kafka(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.CLIENT_ID_CONFIG,
            "millrace-simulator",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            POLL_RECORDS),
        settings ->
            new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
  }
}
