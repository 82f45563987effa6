package dev.millrace.frauddesk;

import dev.millrace.common.contract.DecodeLimits;
import dev.millrace.common.contract.RecordDecoder;
import dev.millrace.common.contract.RegistryUnavailableException;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.UndecodableException;
import dev.millrace.common.contract.UnknownSchemaException;
import dev.millrace.console.ToolException;
import dev.millrace.payments.Transaction;
import dev.millrace.suite.Source;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** A payment where it came from: one record of its topic. */
final class PaymentRecord {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final DecodeLimits LIMITS = new DecodeLimits(1 << 20, 10_000, 32);

  private PaymentRecord() {}

  /**
   * The payment at some coordinates; empty if it is not there any more.
   *
   * @param transactionId its id: a topic that was made anew has another one there
   * @throws ToolException if Kafka or the registry gives no answer: that is no reason to judge a
   *     decision by less than the payment
   */
  static Optional<Transaction> find(
      String transactionId, Source source, String servers, SchemaRegistry registry) {
    TopicPartition partition = new TopicPartition(source.getTopic(), source.getPartition());
    try (KafkaConsumer<byte[], byte[]> consumer =
        DeskConsumer.open(
            servers,
            PATIENCE,
            Map.of(
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                1))) {
      consumer.assign(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      if (source.getOffset() >= end) {
        return Optional.empty();
      }
      consumer.seek(partition, source.getOffset());
      ConsumerRecords<byte[], byte[]> records = consumer.poll(PATIENCE);
      if (records.isEmpty()) {
        throw unanswered(source, servers, "none within %d s".formatted(PATIENCE.toSeconds()));
      }
      for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
        if (record.offset() == source.getOffset()) {
          return decoded(record.value(), registry)
              .filter(payment -> payment.getTransactionId().equals(transactionId));
        }
      }
      return Optional.empty();
    } catch (OffsetOutOfRangeException e) {
      return Optional.empty();
    } catch (KafkaException e) {
      throw unanswered(source, servers, e.getMessage());
    }
  }

  private static ToolException unanswered(Source source, String servers, String detail) {
    return new ToolException(
        "no answer about %s, partition %d, offset %d from Kafka at %s, is the stack up? (%s)"
            .formatted(
                source.getTopic(), source.getPartition(), source.getOffset(), servers, detail));
  }

  private static Optional<Transaction> decoded(byte[] value, SchemaRegistry registry) {
    RecordDecoder<Transaction> decoder = new RecordDecoder<>(Transaction.class, LIMITS);
    try {
      int schemaId = decoder.schemaId(value);
      decoder.learn(schemaId, registry.byId(schemaId));
      return Optional.of(decoder.decode(schemaId, value));
    } catch (UndecodableException | UnknownSchemaException e) {
      return Optional.empty();
    } catch (RegistryUnavailableException e) {
      throw new ToolException(e.getMessage(), e);
    }
  }
}
