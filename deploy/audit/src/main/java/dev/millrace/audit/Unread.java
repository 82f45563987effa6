package dev.millrace.audit;

import dev.millrace.console.ClientSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Counts the records between two offsets. The offsets' difference is no such count: the marks of
 * transactions, and records of aborted ones, have offsets too and are never read.
 */
final class Unread implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final KafkaConsumer<byte[], byte[]> consumer;

  Unread(String bootstrapServers) {
    this.consumer =
        ClientSettings.kafka(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
            settings ->
                new KafkaConsumer<>(
                    settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
  }

  /**
   * Records that a reader of committed records still has before it. Those that a transaction holds
   * open cannot be told from others yet, and count.
   *
   * @param from next offset to read
   * @param end offset after the last
   */
  long count(TopicPartition partition, long from, long end) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, from);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long records = 0;
    while (consumer.position(partition) < end) {
      if (System.nanoTime() > deadline) {
        return records + end - consumer.position(partition);
      }
      records += consumer.poll(POLL).count();
    }
    return records;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
