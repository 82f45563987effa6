package dev.millrace.simulator.delivery;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.ClientSettings;
import dev.millrace.console.ToolException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends records to Kafka. Each is stored once and the records of a key stay in order, also when the
 * producer repeats a request. A record that the broker does not confirm makes the next {@link
 * #send} fail, and {@link #finish}: a run without an end would never come to the latter.
 */
public final class CheckedProducer implements AutoCloseable {
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final String bootstrapServers;
  private final Producer<byte[], byte[]> producer;
  private final AtomicLong failures = new AtomicLong();
  private final AtomicReference<Exception> firstFailure = new AtomicReference<>();
  private final Callback callback =
      (metadata, failure) -> {
        if (failure != null) {
          firstFailure.compareAndSet(null, failure);
          failures.incrementAndGet();
        }
      };

  CheckedProducer(String bootstrapServers, Producer<byte[], byte[]> producer) {
    this.bootstrapServers = requireNonNull(bootstrapServers, "bootstrapServers");
    this.producer = requireNonNull(producer, "producer");
  }

  /**
   * A producer that connects to a cluster.
   *
   * @param settings of the producer, beside those that make the guarantee
   */
  public static CheckedProducer open(String bootstrapServers, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    return new CheckedProducer(
        bootstrapServers,
        ClientSettings.kafka(
            all,
            each ->
                new KafkaProducer<>(each, new ByteArraySerializer(), new ByteArraySerializer())));
  }

  /** Asks where a topic is; otherwise its first record would wait for that. */
  public void prepare(String topic) {
    try {
      producer.partitionsFor(topic);
    } catch (KafkaException e) {
      throw new ToolException("Kafka at %s: %s".formatted(bootstrapServers, e.getMessage()), e);
    }
  }

  /**
   * Sends a record; returns before it is confirmed.
   *
   * @throws ToolException if one before it was not confirmed, or no more are taken
   */
  public void send(ProducerRecord<byte[], byte[]> message) {
    requireConfirmed();
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
   * @throws ToolException if a record was not
   */
  public void finish() {
    producer.flush();
    requireConfirmed();
  }

  private void requireConfirmed() {
    if (failures.get() > 0) {
      throw new ToolException(
          "Kafka at %s did not confirm %d records, the first because: %s"
              .formatted(bootstrapServers, failures.get(), firstFailure.get().getMessage()),
          firstFailure.get());
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE_PATIENCE);
  }
}
