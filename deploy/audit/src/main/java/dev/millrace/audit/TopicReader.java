package dev.millrace.audit;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.ToolException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads whole topics, from their first record to what was the last when reading began. */
final class TopicReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final KafkaConsumer<byte[], byte[]> consumer;

  TopicReader(String bootstrapServers) {
    Properties settings = new Properties();
    settings.setProperty(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, requireNonNull(bootstrapServers));
    settings.setProperty(ConsumerConfig.CLIENT_ID_CONFIG, "millrace-audit");
    settings.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000");
    this.consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Reads a topic.
   *
   * @param each gets every record, those of one partition in order
   * @return whether Kafka has deleted first records of it
   */
  boolean read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    try {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
      Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
      consumer.seekToBeginning(partitions);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
          if (found.offset() < ends.get(new TopicPartition(topic, found.partition()))) {
            each.accept(found);
          }
          deadline = System.nanoTime() + PATIENCE.toNanos();
        }
        if (System.nanoTime() > deadline) {
          throw new ToolException(
              "no record of %s for %d s, and its end is not reached"
                  .formatted(topic, PATIENCE.toSeconds()));
        }
      }
      return begins.values().stream().anyMatch(offset -> offset > 0);
    } catch (KafkaException e) {
      throw new ToolException("cannot read topic %s: %s".formatted(topic, e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
