package dev.millrace.simulator.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.console.ToolException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends hostile records, each once. Compressed, because that is how 50 MB pass a broker that takes
 * batches of 1 MB: it counts the bytes that arrive.
 */
public final class HostileSink implements AutoCloseable {
  /** Says on a hostile record what is wrong with it. */
  public static final String HEADER = "simulator-hostile";

  private static final int LARGEST_REQUEST = 64 << 20;
  private static final long BUFFERED = 128L << 20;

  private final String bootstrapServers;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicLong failures = new AtomicLong();
  private final AtomicReference<Exception> firstFailure = new AtomicReference<>();
  private final Callback callback =
      (metadata, failure) -> {
        if (failure != null) {
          failures.incrementAndGet();
          firstFailure.compareAndSet(null, failure);
        }
      };

  public HostileSink(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.CLIENT_ID_CONFIG,
                "millrace-simulator-hostile",
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "gzip",
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                LARGEST_REQUEST,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                BUFFERED,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                60_000),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Sends a record; returns before it is confirmed. */
  public void send(HostileRecord hostile) {
    List<Header> headers = List.of(new RecordHeader(HEADER, hostile.kind().getBytes(UTF_8)));
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            hostile.topic(),
            null,
            hostile.key().orElse(null),
            hostile.value().orElse(null),
            headers);
    try {
      var unused = producer.send(message, callback);
    } catch (KafkaException e) {
      throw new ToolException(
          "Kafka at %s takes no more records: %s".formatted(bootstrapServers, e.getMessage()), e);
    }
  }

  /**
   * Returns when all is confirmed.
   *
   * @throws ToolException if the broker did not take a record
   */
  public void finish() {
    producer.flush();
    if (failures.get() > 0) {
      throw new ToolException(
          "Kafka at %s did not confirm %d records, the first because: %s"
              .formatted(bootstrapServers, failures.get(), firstFailure.get().getMessage()));
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
