package dev.millrace.frauddesk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.AvroEncoder;
import dev.millrace.common.contract.DecodeLimits;
import dev.millrace.common.contract.RecordDecoder;
import dev.millrace.common.contract.RegistryUnavailableException;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.UndecodableException;
import dev.millrace.common.contract.UnknownSchemaException;
import dev.millrace.common.contract.WireFormat;
import dev.millrace.common.quality.RecordRules;
import dev.millrace.console.ClientSettings;
import dev.millrace.console.ToolException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Rules or models in Kafka, under the schema that the registry has of them. */
final class KafkaPolicyTopic<T extends SpecificRecordBase> implements PolicyTopic<T> {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int PATIENCE_MS = (int) PATIENCE.toMillis();
  private static final int ONE_REQUEST_MS = 5_000;

  /** As the job's own default. */
  private static final DecodeLimits LIMITS = new DecodeLimits(1 << 20, 10_000, 32);

  private final PolicyKind<T> kind;
  private final String servers;
  private final SchemaRegistry registry;
  private final PrintWriter warnings;
  private final RecordDecoder<T> decoder;

  /** The topic has one partition: the order of its records is that of their offsets. */
  private final TopicPartition partition;

  KafkaPolicyTopic(
      PolicyKind<T> kind, String servers, SchemaRegistry registry, PrintWriter warnings) {
    this.kind = requireNonNull(kind);
    this.servers = requireNonNull(servers);
    this.registry = requireNonNull(registry);
    this.warnings = requireNonNull(warnings);
    this.decoder = new RecordDecoder<>(kind.type(), LIMITS);
    this.partition = new TopicPartition(kind.topic(), 0);
  }

  @Override
  public PolicyKind<T> kind() {
    return kind;
  }

  @Override
  public PolicyHistory<T> read() {
    List<Placed<T>> all = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        DeskConsumer.open(
            servers, PATIENCE, Map.of(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, ONE_REQUEST_MS))) {
      if (consumer.partitionsFor(kind.topic()).size() != 1) {
        throw new ToolException("topic %s must have one partition".formatted(kind.topic()));
      }
      List<TopicPartition> partitions = List.of(partition);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      long end = consumer.endOffsets(partitions).get(partition);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (consumer.position(partition) < end) {
        if (System.nanoTime() > deadline) {
          throw unreachable("no more records within %d s".formatted(PATIENCE.toSeconds()), null);
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          place(record, all);
        }
      }
    } catch (KafkaException e) {
      throw unreachable(e.getMessage(), e);
    }
    return new PolicyHistory<>(kind, all);
  }

  private void place(ConsumerRecord<byte[], byte[]> record, List<Placed<T>> all) {
    try {
      int schemaId = decoder.schemaId(record.value());
      if (!decoder.knows(schemaId)) {
        decoder.learn(schemaId, registry.byId(schemaId));
      }
      T policy = decoder.decode(schemaId, record.value());
      // By the clock of when it came: what was in the future then is refused for ever.
      String complaint =
          kind.rules()
              .broken(policy, record.timestamp())
              .map(broken -> RecordRules.refusal(broken, policy).detail())
              .orElse("");
      all.add(new Placed<>(policy, record.offset(), complaint));
    } catch (UndecodableException | UnknownSchemaException e) {
      warnings.printf(
          "%ss: offset %d of %s is not read: %s%n",
          kind.noun(), record.offset(), kind.topic(), e.getMessage());
      warnings.flush();
    } catch (RegistryUnavailableException e) {
      throw new ToolException(e.getMessage(), e);
    }
  }

  @Override
  public long append(T record) {
    byte[] value =
        new AvroEncoder<T>(record.getSchema(), schemaId(record.getSchema())).encode(record);
    try (KafkaProducer<byte[], byte[]> producer =
        ClientSettings.kafka(
            producerSettings(),
            settings ->
                new KafkaProducer<>(
                    settings, new ByteArraySerializer(), new ByteArraySerializer()))) {
      return producer
          .send(new ProducerRecord<>(kind.topic(), 0, kind.key(record).getBytes(UTF_8), value))
          .get()
          .offset();
    } catch (ExecutionException e) {
      throw unreachable(e.getCause().getMessage(), e.getCause());
    } catch (KafkaException e) {
      throw unreachable(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolException("interrupted while waiting for Kafka at " + servers, e);
    }
  }

  private int schemaId(Schema schema) {
    try {
      return registry.idOf(WireFormat.subjectOf(kind.topic()), schema);
    } catch (UnknownSchemaException | RegistryUnavailableException e) {
      throw new ToolException(
          "cannot write to topic %s: %s".formatted(kind.topic(), e.getMessage()), e);
    }
  }

  private Map<String, Object> producerSettings() {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
        ProducerConfig.CLIENT_ID_CONFIG, DeskConsumer.CLIENT_ID,
        ProducerConfig.ACKS_CONFIG, "all",
        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true,
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ONE_REQUEST_MS,
        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MS,
        ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE_MS);
  }

  private ToolException unreachable(String why, Throwable cause) {
    return new ToolException(
        "no answer about topic %s from Kafka at %s, is the stack up? (%s)"
            .formatted(kind.topic(), servers, why),
        cause);
  }
}
