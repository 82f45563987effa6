package dev.millrace.common.ingest;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.CutBytesDeserializer;
import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.job.KafkaOptions;
import dev.millrace.common.job.KafkaOptions.Arrival;
import dev.millrace.common.quality.Breaker;
import dev.millrace.common.quality.RecordRules;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * Reads topics as records of generated classes, whatever registered version they were written with.
 *
 * <p>Guarantee: every record of a topic leaves exactly once per run of Flink's state, as a valid
 * record or as a dead letter; no content of a record stops the job, only {@linkplain Breaker too
 * many} bad ones do. A job without state starts at its group's committed offsets, or at the
 * beginning of the topic.
 *
 * @param job name of the job: consumer group and origin of dead letters
 * @param kafka where the topics are
 * @param registry where schemas are
 * @param options limits
 */
public record KafkaIngest(
    String job, KafkaOptions kafka, SchemaRegistryFactory registry, IngestOptions options) {

  public KafkaIngest {
    requireNonNull(job);
    requireNonNull(kafka);
    requireNonNull(registry);
    requireNonNull(options);
  }

  /**
   * The same for topics that a job works without, however bad they are: their records become dead
   * letters, and what the job is for goes on.
   */
  public KafkaIngest withoutBreaker() {
    return new KafkaIngest(job, kafka, registry, options.withoutBreaker());
  }

  /** Valid records of a topic, and dead letters for the others. */
  public <T extends SpecificRecordBase> Ingest<T> read(
      String topic,
      Class<T> type,
      RecordRules<T> rules,
      Arrival arrival,
      StreamExecutionEnvironment env) {
    return records().valid(raw(topic, arrival, env), topic, type, rules);
  }

  /** Records of a topic that has been checked by who wrote it, with their bytes. */
  public <T extends SpecificRecordBase> DecodedTopic<T> readDecoded(
      String topic, Class<T> type, Arrival arrival, StreamExecutionEnvironment env) {
    return records().decoded(raw(topic, arrival, env), topic, type);
  }

  /** Valid records of a topic with their bytes, for a job that may refuse some later. */
  public <T extends SpecificRecordBase> DecodedTopic<T> readDecoded(
      String topic,
      Class<T> type,
      RecordRules<T> rules,
      Arrival arrival,
      StreamExecutionEnvironment env) {
    return records().decoded(raw(topic, arrival, env), topic, type, rules);
  }

  private RecordIngest records() {
    return new RecordIngest(job, registry, options);
  }

  private DataStream<RawRecord> raw(String topic, Arrival arrival, StreamExecutionEnvironment env) {
    return env.fromSource(source(topic, arrival), WatermarkStrategy.noWatermarks(), topic)
        .uid("read-" + topic);
  }

  @SuppressWarnings("deprecation") // the connector has no other way to name a reset strategy
  private KafkaSource<RawRecord> source(String topic, Arrival arrival) {
    return KafkaSource.<RawRecord>builder()
        .setBootstrapServers(kafka.bootstrapServers())
        .setProperties(kafka.consumer(arrival))
        .setProperty(
            CutBytesDeserializer.MAX_BYTES,
            Integer.toString(options.forTopic(topic).limits().recordBytes()))
        .setProperty(
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, CutBytesDeserializer.class.getName())
        .setProperty(
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, CutBytesDeserializer.class.getName())
        .setGroupId(job)
        .setClientIdPrefix(job + "-" + topic)
        .setTopics(topic)
        .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
        .setDeserializer(new AsTheyCome())
        .build();
  }

  private static final class AsTheyCome implements KafkaRecordDeserializationSchema<RawRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RawRecord> out) {
      out.collect(RawRecord.of(record));
    }

    @Override
    public TypeInformation<RawRecord> getProducedType() {
      return RawRecord.TYPE;
    }
  }
}
