package dev.millrace.common.contract;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.job.KafkaOptions;
import dev.millrace.common.job.KafkaTransactions;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A Kafka sink for generated records in {@linkplain WireFormat wire format}.
 *
 * <p>Guarantee: at least once, unless {@code kafka.delivery} is transactional. A record is on the
 * topic before the checkpoint that covers its input is complete, and may be there again after a
 * failure, with the same id and content. It is visible at once; nothing waits for a checkpoint.
 *
 * <p>Transactional: a reader with {@code isolation.level=read_committed} sees each record once,
 * after the checkpoint that covers its input, as long as the job comes back before {@link
 * KafkaTransactions the transaction is aborted}. What a reader of uncommitted records sees may be
 * taken back.
 *
 * <p>The schema id is looked up when the job is built, never registered, and travels with the job:
 * a task that restarts while the registry is away goes on writing.
 */
public final class AvroKafkaSink {

  /** The text that becomes the key of a record, on the wire as UTF-8. */
  @FunctionalInterface
  public interface KeyOf<T> extends Function<T, String>, Serializable {}

  private AvroKafkaSink() {}

  /**
   * A sink for one topic.
   *
   * @throws IllegalStateException if the record's schema is not registered for the topic, or the
   *     registry gives no answer
   */
  public static <T extends SpecificRecordBase> KafkaSink<T> to(
      String topic, Class<T> type, KeyOf<T> key, KafkaOptions kafka, SchemaRegistry registry) {
    return KafkaSink.<T>builder()
        .setBootstrapServers(kafka.bootstrapServers())
        .setKafkaProducerConfig(kafka.producer())
        .setDeliveryGuarantee(
            switch (kafka.delivery()) {
              case AT_LEAST_ONCE -> DeliveryGuarantee.AT_LEAST_ONCE;
              case TRANSACTIONAL -> DeliveryGuarantee.EXACTLY_ONCE;
            })
        // Not used without transactions. Two sinks of one id would fence each other off.
        .setTransactionalIdPrefix(kafka.job() + "/" + topic)
        .setRecordSerializer(new Serializer<>(topic, type, schemaId(topic, type, registry), key))
        .build();
  }

  private static int schemaId(String topic, Class<?> type, SchemaRegistry registry) {
    try {
      return registry.idOf(WireFormat.subjectOf(topic), SpecificData.get().getSchema(type));
    } catch (UnknownSchemaException | RegistryUnavailableException e) {
      throw new IllegalStateException(
          "cannot write %s to topic %s: %s".formatted(type.getSimpleName(), topic, e.getMessage()),
          e);
    }
  }

  private static final class Serializer<T extends SpecificRecordBase>
      implements KafkaRecordSerializationSchema<T> {
    private static final long serialVersionUID = 1L;

    private final String topic;
    private final Class<T> type;
    private final int schemaId;
    private final KeyOf<T> key;
    private transient AvroEncoder<T> encoder;

    Serializer(String topic, Class<T> type, int schemaId, KeyOf<T> key) {
      this.topic = requireNonNull(topic);
      this.type = requireNonNull(type);
      this.schemaId = schemaId;
      this.key = requireNonNull(key);
    }

    @Override
    public void open(
        SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
      encoder = new AvroEncoder<>(SpecificData.get().getSchema(type), schemaId);
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        T record, KafkaSinkContext context, Long timestamp) {
      return new ProducerRecord<>(
          topic, key.apply(record).getBytes(StandardCharsets.UTF_8), encoder.encode(record));
    }
  }
}
