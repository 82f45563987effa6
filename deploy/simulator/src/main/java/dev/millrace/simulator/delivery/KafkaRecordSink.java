package dev.millrace.simulator.delivery;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Sends records to Kafka, with the guarantee of a {@link CheckedProducer}. */
public final class KafkaRecordSink implements RecordSink, AutoCloseable {
  /** Says on a malformed record what is wrong with it. */
  public static final String BAD_HEADER = "simulator-bad";

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
            headers(outbound)));
  }

  private static List<Header> headers(Outbound outbound) {
    Optional<String> bad = outbound.badLabel();
    return bad.isEmpty()
        ? List.of()
        : List.of(new RecordHeader(BAD_HEADER, bad.get().getBytes(StandardCharsets.UTF_8)));
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
