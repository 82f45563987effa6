package dev.millrace.simulator.delivery;

import dev.millrace.console.ToolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * Sends records to Kafka. Each is stored once and the records of a key stay in order, also when the
 * producer repeats a request; a record that the broker does not confirm makes {@link #finish} fail.
 */
public final class KafkaRecordSink implements RecordSink, AutoCloseable {
  /** Says on a malformed record what is wrong with it. */
  public static final String BAD_HEADER = "simulator-bad";

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

  public KafkaRecordSink(String bootstrapServers, Pace pace) {
    this.bootstrapServers = bootstrapServers;
    this.producer =
        new KafkaProducer<>(
            settings(bootstrapServers, pace), new ByteArraySerializer(), new ByteArraySerializer());
    // Otherwise the first records would wait for the metadata.
    producer.partitionsFor(PaymentTopics.TRANSACTIONS);
    producer.partitionsFor(PaymentTopics.FRAUD_LABELS);
  }

  private static Map<String, Object> settings(String bootstrapServers, Pace pace) {
    boolean fast = pace instanceof Pace.Fast;
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        bootstrapServers,
        ProducerConfig.CLIENT_ID_CONFIG,
        "millrace-simulator",
        ProducerConfig.ACKS_CONFIG,
        "all",
        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
        true,
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        "lz4",
        // Long enough for one request to take many records, short enough not to be seen in a p99.
        ProducerConfig.LINGER_MS_CONFIG,
        fast ? 20 : 1,
        ProducerConfig.BATCH_SIZE_CONFIG,
        fast ? 256 << 10 : 64 << 10,
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        64L << 20,
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        30_000);
  }

  @Override
  public void send(Outbound outbound, long timestamp) {
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            outbound.topic(), null, timestamp, outbound.key(), outbound.value(), headers(outbound));
    try {
      var unused = producer.send(message, callback);
    } catch (KafkaException e) {
      throw new ToolException(
          "Kafka at %s takes no more records: %s".formatted(bootstrapServers, e.getMessage()), e);
    }
  }

  private static List<Header> headers(Outbound outbound) {
    Optional<String> bad = outbound.badLabel();
    return bad.isEmpty()
        ? List.of()
        : List.of(new RecordHeader(BAD_HEADER, bad.get().getBytes(StandardCharsets.UTF_8)));
  }

  @Override
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
