package dev.millrace.drain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.common.contract.AvroEncoder;
import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.job.KafkaOptions;
import java.io.Serializable;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Where a measured job sends its answers.
 *
 * @param topic a topic of this run alone
 */
public record Answers(String topic, KafkaOptions kafka) {

  /** Key of an answer. */
  public interface Key<T> extends Function<T, String>, Serializable {}

  /** Sends the records of a stream. */
  public <T extends SpecificRecordBase> void send(DataStream<T> stream, Class<T> type, Key<T> key) {
    stream
        .map(new FirstSeen<>(FirstSeen.ANSWER))
        .returns(stream.getType())
        .uid("first-" + type.getSimpleName())
        .name("first " + type.getSimpleName())
        .sinkTo(sink(new Encoded<>(topic, key)))
        .uid("answers-" + type.getSimpleName())
        .name("answers " + type.getSimpleName());
  }

  /** Sends records as they came. */
  void pass(DataStream<RawRecord> records) {
    records.sinkTo(sink(new AsTheyCame(topic))).uid("copies").name("copies");
  }

  private <T> KafkaSink<T> sink(KafkaRecordSerializationSchema<T> records) {
    return KafkaSink.<T>builder()
        .setBootstrapServers(kafka.bootstrapServers())
        .setKafkaProducerConfig(kafka.producer())
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(records)
        .build();
  }

  private record AsTheyCame(String topic) implements KafkaRecordSerializationSchema<RawRecord> {
    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        RawRecord record, KafkaSinkContext context, Long timestamp) {
      return new ProducerRecord<>(topic, record.key(), record.value());
    }
  }

  private static final class Encoded<T extends SpecificRecordBase>
      implements KafkaRecordSerializationSchema<T> {
    private static final long serialVersionUID = 1L;

    /** Nobody reads what is written here. */
    private static final int ANY_ID = 1;

    private final String topic;
    private final Key<T> key;
    private transient AvroEncoder<T> encoder;

    Encoded(String topic, Key<T> key) {
      this.topic = topic;
      this.key = key;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        T answer, KafkaSinkContext context, Long timestamp) {
      if (encoder == null) {
        encoder = new AvroEncoder<>(answer.getSchema(), ANY_ID);
      }
      return new ProducerRecord<>(topic, key.apply(answer).getBytes(UTF_8), encoder.encode(answer));
    }
  }
}
