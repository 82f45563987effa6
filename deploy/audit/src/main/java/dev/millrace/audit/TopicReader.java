package dev.millrace.audit;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.ClientSettings;
import dev.millrace.console.ToolException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
    this.consumer =
        ClientSettings.kafka(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, requireNonNull(bootstrapServers),
                ConsumerConfig.CLIENT_ID_CONFIG, "millrace-audit",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000"),
            settings ->
                new KafkaConsumer<>(
                    settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
  }

  /**
   * Reads a topic.
   *
   * @param each gets every record, those of one partition in order
   * @return until when records of it are missing that Kafka has deleted, milliseconds since 1970;
   *     the end of time where it keeps the newest of each key, or has kept none; empty if all are
   *     there
   */
  OptionalLong read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
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
      long records = 0;
      Map<Integer, Long> firsts = new HashMap<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> found : consumer.poll(POLL)) {
          if (found.offset() < ends.get(new TopicPartition(topic, found.partition()))) {
            each.accept(found);
            firsts.putIfAbsent(found.partition(), found.timestamp());
            records++;
          }
          deadline = System.nanoTime() + PATIENCE.toNanos();
        }
        if (System.nanoTime() > deadline) {
          throw new ToolException(
              "no record of %s for %d s, and its end is not reached"
                  .formatted(topic, PATIENCE.toSeconds()));
        }
      }
      // The marks of transactions are gaps too; then a compacted topic passes for cut.
      boolean gaps = records < sum(ends) - sum(begins);
      if (gaps && Topics.COMPACTED.contains(topic)) {
        return OptionalLong.of(Long.MAX_VALUE);
      }
      // What is gone was written before what is left of its partition.
      return begins.entrySet().stream()
          .filter(begin -> begin.getValue() > 0)
          .mapToLong(begin -> firsts.getOrDefault(begin.getKey().partition(), Long.MAX_VALUE))
          .max();
    } catch (KafkaException e) {
      throw new ToolException("cannot read topic %s: %s".formatted(topic, e.getMessage()), e);
    }
  }

  private static long sum(Map<TopicPartition, Long> offsets) {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
