package dev.millrace.common.ingest;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.contract.RecordType;
import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.job.KafkaOptions;
import dev.millrace.common.job.Option;
import dev.millrace.common.job.OptionReader;
import dev.millrace.common.job.OptionRule;
import dev.millrace.common.quality.RecordRules;
import dev.millrace.suite.DeadLetter;
import java.util.List;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * Reads topics as records of generated classes, whatever registered version they were written with.
 *
 * <p>Guarantee: every record of a topic leaves exactly once per run of Flink's state, as a valid
 * record or as a dead letter; no content of a record stops the job. A job without state starts at
 * its group's committed offsets, or at the beginning of the topic.
 *
 * @param job name of the job: consumer group and origin of dead letters
 * @param kafka where the topics are
 * @param registry where schemas are
 * @param maxRecordBytes the largest value that is read at all
 */
public record KafkaIngest(
    String job, KafkaOptions kafka, SchemaRegistryFactory registry, int maxRecordBytes) {

  private static final Option<MemorySize> MAX_RECORD_SIZE =
      Option.size(
          "input.max-record-size",
          MemorySize.ofMebiBytes(1),
          OptionRule.between(MemorySize.parse("1 kb"), MemorySize.ofMebiBytes(64)),
          "The largest record that is read at all; a larger one is a dead letter.");

  /** All options of this group, for a job's list of known settings. */
  public static final List<Option<?>> OPTIONS = List.of(MAX_RECORD_SIZE);

  /** The largest value that is read at all, in bytes. */
  public static int readMaxRecordBytes(OptionReader options) {
    // Cut rather than refused: a value beyond the rule is reported by the reader, with the others.
    return (int) Math.min(Integer.MAX_VALUE, options.read(MAX_RECORD_SIZE).getBytes());
  }

  public KafkaIngest {
    requireNonNull(job);
    requireNonNull(kafka);
    requireNonNull(registry);
  }

  /** Valid records of a topic, and dead letters for the others. */
  public <T extends SpecificRecordBase> Ingest<T> read(
      String topic, Class<T> type, RecordRules<T> rules, StreamExecutionEnvironment env) {
    OutputTag<DeadLetter> refused = refused();
    SingleOutputStreamOperator<Decoded<T>> decoded = decoded(topic, type, refused, env);
    SingleOutputStreamOperator<Received<T>> valid =
        decoded
            .process(new ValidateRecords<>(job, rules, refused), Received.type(type))
            .uid("validate-" + topic)
            .name("validate " + topic);
    return new Ingest<>(valid, decoded.getSideOutput(refused).union(valid.getSideOutput(refused)));
  }

  /** Records of a topic that has been checked by who wrote it, with their bytes. */
  public <T extends SpecificRecordBase> DecodedTopic<T> readDecoded(
      String topic, Class<T> type, StreamExecutionEnvironment env) {
    OutputTag<DeadLetter> refused = refused();
    SingleOutputStreamOperator<Decoded<T>> decoded = decoded(topic, type, refused, env);
    return new DecodedTopic<>(decoded, decoded.getSideOutput(refused));
  }

  private <T extends SpecificRecordBase> SingleOutputStreamOperator<Decoded<T>> decoded(
      String topic, Class<T> type, OutputTag<DeadLetter> refused, StreamExecutionEnvironment env) {
    return env.fromSource(source(topic), WatermarkStrategy.noWatermarks(), topic)
        .uid("read-" + topic)
        .transform(
            "decode " + topic,
            Decoded.type(type),
            new DecodeRecords.Factory<>(
                new DecodeSettings<>(job, type, registry, maxRecordBytes, refused)))
        .uid("decode-" + topic);
  }

  @SuppressWarnings("deprecation") // the connector has no other way to name a reset strategy
  private KafkaSource<RawRecord> source(String topic) {
    return KafkaSource.<RawRecord>builder()
        .setBootstrapServers(kafka.bootstrapServers())
        .setProperties(kafka.consumer())
        .setGroupId(job)
        .setClientIdPrefix(job + "-" + topic)
        .setTopics(topic)
        .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
        .setDeserializer(new AsTheyCome())
        .build();
  }

  private static OutputTag<DeadLetter> refused() {
    return new OutputTag<>("refused", new RecordType<>(DeadLetter.class));
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
