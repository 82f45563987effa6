package dev.millrace.common.ingest;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import dev.millrace.common.contract.RecordDecoder;
import dev.millrace.common.contract.RegistryUnavailableException;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.UndecodableException;
import dev.millrace.common.contract.UnknownSchemaException;
import dev.millrace.common.job.KafkaOptions;
import dev.millrace.common.quality.RecordRules;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a compacted topic holds when a job starts: settings that must be there before the first
 * record is processed, and of which a stream brings only the changes. Records that do not decode or
 * break a rule are left out here; the stream makes dead letters of them.
 */
public final class CompactedTopic {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaIngest kafka;

  /**
   * Compacted topics of a job.
   *
   * @param kafka how the job reads topics
   */
  public CompactedTopic(KafkaIngest kafka) {
    this.kafka = requireNonNull(kafka);
  }

  /**
   * The valid records of a topic up to its present end, oldest first. Those that are not compacted
   * yet are among them: the last record of a key counts.
   *
   * @throws IllegalStateException if the topic does not exist, or Kafka or the registry gives no
   *     answer within half a minute
   */
  public <T extends SpecificRecordBase> List<T> read(
      String topic, Class<T> type, RecordRules<T> rules) {
    Properties settings = kafka.kafka().consumer(KafkaOptions.Arrival.CHANGES);
    settings.setProperty(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.kafka().bootstrapServers());
    settings.setProperty(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Long.toString(PATIENCE.toMillis()));
    settings.setProperty(ConsumerConfig.CLIENT_ID_CONFIG, kafka.job() + "-" + topic + "-start");
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      RecordDecoder<T> decoder = new RecordDecoder<>(type, kafka.options().limits());
      return read(topic, consumer, decoder, kafka.registry().open(), rules, Clock.systemUTC());
    } catch (KafkaException e) {
      throw new IllegalStateException(
          "cannot read %s before the start from %s: %s"
              .formatted(
                  topic,
                  kafka.kafka().bootstrapServers(),
                  (e.getCause() == null ? e : e.getCause()).getMessage()),
          e);
    }
  }

  static <T extends SpecificRecordBase> List<T> read(
      String topic,
      Consumer<byte[], byte[]> consumer,
      RecordDecoder<T> decoder,
      SchemaRegistry registry,
      RecordRules<T> rules,
      Clock clock) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions(topic, consumer));
    consumer.assign(ends.keySet());
    consumer.seekToBeginning(ends.keySet());
    long deadline = clock.millis() + PATIENCE.toMillis();
    List<T> records = new ArrayList<>();
    while (!reached(ends, consumer)) {
      if (clock.millis() > deadline) {
        throw new IllegalStateException(
            "cannot read %s before the start: its end was not reached within %d s, %s is missing"
                .formatted(topic, PATIENCE.toSeconds(), left(ends, consumer)));
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        decoded(topic, record.value(), decoder, registry)
            // By the clock of when it came: what was in the future then is a dead letter, and must
            // not come into force with a later start.
            .filter(
                value ->
                    rules.broken(value, Math.min(clock.millis(), record.timestamp())).isEmpty())
            .ifPresent(records::add);
      }
    }
    return List.copyOf(records);
  }

  private static List<TopicPartition> partitions(String topic, Consumer<byte[], byte[]> consumer) {
    List<PartitionInfo> partitions = consumer.partitionsFor(topic);
    if (partitions.isEmpty()) {
      throw new IllegalStateException(
          "cannot read %s before the start: there is no such topic; scripts/topics apply creates it"
              .formatted(topic));
    }
    return partitions.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
  }

  private static boolean reached(
      Map<TopicPartition, Long> ends, Consumer<byte[], byte[]> consumer) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private static Map<String, Long> left(
      Map<TopicPartition, Long> ends, Consumer<byte[], byte[]> consumer) {
    return ends.entrySet().stream()
        .collect(
            toMap(
                end -> "partition " + end.getKey().partition(),
                end -> end.getValue() - consumer.position(end.getKey())));
  }

  /** Empty for a record that cannot be read: the stream makes a dead letter of it. */
  private static <T extends SpecificRecordBase> Optional<T> decoded(
      String topic, byte[] value, RecordDecoder<T> decoder, SchemaRegistry registry) {
    try {
      int schemaId = decoder.schemaId(value);
      if (!decoder.knows(schemaId)) {
        decoder.learn(schemaId, registry.byId(schemaId));
      }
      return Optional.of(decoder.decode(schemaId, value));
    } catch (UndecodableException | UnknownSchemaException refused) {
      return Optional.empty();
    } catch (RegistryUnavailableException e) {
      throw new IllegalStateException(
          "cannot read %s before the start: %s".formatted(topic, e.getMessage()), e);
    }
  }
}
