package dev.millrace.simulator.shop;

import dev.millrace.common.contract.RegistryUnavailableException;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.UnknownSchemaException;
import dev.millrace.common.contract.WireFormat;
import dev.millrace.console.ClientSettings;
import dev.millrace.console.ToolException;
import dev.millrace.shop.Recommendation;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads recommendations made from now on, on a thread of its own. */
final class RecommendationReader implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final SchemaRegistry registry;
  private final ShopTally tally;
  private final Shelf shelf;
  private final Map<Integer, SpecificDatumReader<Recommendation>> readers = new HashMap<>();
  private final Thread thread = new Thread(this::readUntilClosed, "recommendation-reader");
  private volatile boolean closed;
  private volatile ToolException failure;

  private RecommendationReader(
      KafkaConsumer<byte[], byte[]> consumer,
      SchemaRegistry registry,
      ShopTally tally,
      Shelf shelf) {
    this.consumer = consumer;
    this.registry = registry;
    this.tally = tally;
    this.shelf = shelf;
  }

  /** Starts to read where the topic ends now. */
  static RecommendationReader open(
      String bootstrapServers, SchemaRegistry registry, ShopTally tally, Shelf shelf) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            ClientSettings.kafka(
                Map.of(
                    ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    bootstrapServers,
                    ConsumerConfig.CLIENT_ID_CONFIG,
                    "millrace-simulator",
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    false,
                    ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                    5_000)),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(ShopRun.RECOMMENDATIONS).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.endOffsets(partitions).forEach(consumer::seek);
    RecommendationReader reader = new RecommendationReader(consumer, registry, tally, shelf);
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
    byte[] value = message.value();
    try {
      int id = WireFormat.schemaId(value);
      SpecificDatumReader<Recommendation> reader = readers.get(id);
      if (reader == null) {
        reader = new SpecificDatumReader<>(registry.byId(id), Recommendation.getClassSchema());
        readers.put(id, reader);
      }
      return reader.read(
          null,
          DecoderFactory.get()
              .binaryDecoder(
                  value, WireFormat.HEADER_LENGTH, value.length - WireFormat.HEADER_LENGTH, null));
    } catch (IOException | AvroRuntimeException | UnknownSchemaException e) {
      throw new ToolException(
          "%s, partition %d, offset %d is not a recommendation: %s"
              .formatted(message.topic(), message.partition(), message.offset(), e.getMessage()),
          e);
    } catch (RegistryUnavailableException e) {
      throw new ToolException(e.getMessage(), e);
    }
  }
}
