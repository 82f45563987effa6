package dev.millrace.simulator.delivery;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends records to Kafka, with the guarantee of a {@link CheckedProducer}. */
public final class KafkaRecordSink implements RecordSink, AutoCloseable {
  private final CheckedProducer producer;

  public KafkaRecordSink(String bootstrapServers, Pace pace) {
    this.producer = CheckedProducer.open(bootstrapServers, settings(pace));
    producer.prepare(PaymentTopics.TRANSACTIONS);
    producer.prepare(PaymentTopics.FRAUD_LABELS);
  }

  private static Map<String, Object> settings(Pace pace) {
    boolean fast = pace instanceof Pace.Fast;
    return Map.of(
        ProducerConfig.CLIENT_ID_CONFIG,
        "millrace-simulator",
        ProducerConfig.COMPRESSION_TYPE_CONFIG,
        "lz4",
        // Long enough for one request to take many records, short enough not to be seen in a p99.
        ProducerConfig.LINGER_MS_CONFIG,
        fast ? 20 : 1,
        ProducerConfig.BATCH_SIZE_CONFIG,
        fast ? 256 << 10 : 64 << 10,
        ProducerConfig.BUFFER_MEMORY_CONFIG,
        64L << 20,
        // As Kafka's own patience with a record that it has taken: an outage that such a record
        // outlives does not end the run by the next one.
        ProducerConfig.MAX_BLOCK_MS_CONFIG,
        120_000);
  }

  @Override
  public void send(Outbound outbound, long timestamp) {
    producer.send(
        new ProducerRecord<>(
            outbound.topic(),
            null,
            timestamp,
            outbound.key(),
            outbound.value(),
            outbound.headers()));
  }

  @Override
  public void finish() {
    producer.finish();
  }

  @Override
  public void close() {
    producer.close();
  }
}
