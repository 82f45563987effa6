package dev.millrace.simulator.shop;

import dev.millrace.common.contract.RegistryUnavailableException;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.UndecodableException;
import dev.millrace.common.contract.UnknownSchemaException;
import dev.millrace.console.ToolException;
import dev.millrace.shop.Recommendation;
import dev.millrace.simulator.measure.OutputConsumer;
import dev.millrace.simulator.measure.OutputDecoder;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads recommendations made from now on, on a thread of its own. */
final class RecommendationReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final OutputDecoder<Recommendation> decoder;
  private final ShopTally tally;
  private final Shelf shelf;
  private final Thread thread = new Thread(this::readUntilClosed, "recommendation-reader");
  private volatile boolean closed;
  private volatile ToolException failure;

  private RecommendationReader(
      KafkaConsumer<byte[], byte[]> consumer,
      OutputDecoder<Recommendation> decoder,
      ShopTally tally,
      Shelf shelf) {
    this.consumer = consumer;
    this.decoder = decoder;
    this.tally = tally;
    this.shelf = shelf;
  }

  /** Starts to read where the topic ends now. */
  static RecommendationReader open(
      String bootstrapServers, SchemaRegistry registry, ShopTally tally, Shelf shelf) {
    KafkaConsumer<byte[], byte[]> consumer = OutputConsumer.open(bootstrapServers);
    List<TopicPartition> partitions =
        consumer.partitionsFor(ShopRun.RECOMMENDATIONS).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.endOffsets(partitions).forEach(consumer::seek);
    RecommendationReader reader =
        new RecommendationReader(
            consumer, new OutputDecoder<>(Recommendation.class, registry), tally, shelf);
    reader.thread.setDaemon(true);
    reader.thread.start();
    return reader;
  }

  /**
   * Returns if all is well.
   *
   * @throws ToolException if reading ended with a failure
   */
  void requireRunning() {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void readUntilClosed() {
    try (consumer) {
      while (!closed) {
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
          long received = System.nanoTime();
          Recommendation recommendation = decode(message);
          shelf.put(recommendation);
          tally.read(recommendation, received);
        }
      }
    } catch (KafkaException e) {
      failure = new ToolException("cannot read recommendations from Kafka: " + e.getMessage(), e);
    } catch (ToolException e) {
      failure = e;
    }
  }

  private Recommendation decode(ConsumerRecord<byte[], byte[]> message) {
    try {
      return decoder.decode(message.value());
    } catch (UndecodableException | UnknownSchemaException e) {
      throw new ToolException(
          "%s, partition %d, offset %d is not a recommendation: %s"
              .formatted(message.topic(), message.partition(), message.offset(), e.getMessage()),
          e);
    } catch (RegistryUnavailableException e) {
      throw new ToolException(e.getMessage(), e);
    }
  }
}
