package dev.millrace.common.ingest;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.contract.RecordType;
import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.quality.RecordRules;
import dev.millrace.suite.DeadLetter;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

/**
 * From bytes to records: the part of reading a topic that does not know Kafka.
 *
 * @param job name of the job, for its dead letters
 * @param registry where schemas are
 * @param options limits; a topic whose records are beyond them can never be read, and is refused
 *     while the job is built
 */
public record RecordIngest(String job, SchemaRegistryFactory registry, IngestOptions options) {

  public RecordIngest {
    requireNonNull(job);
    requireNonNull(registry);
    requireNonNull(options);
  }

  /** Valid records of a topic, and dead letters for the others. */
  public <T extends SpecificRecordBase> Ingest<T> valid(
      DataStream<RawRecord> raw, String topic, Class<T> type, RecordRules<T> rules) {
    OutputTag<DeadLetter> refused = refused();
    SingleOutputStreamOperator<Received<T>> valid =
        ingest(
            raw,
            Received.type(type),
            new IngestSettings<>(
                job, topic, type, registry, rules, options.forTopic(topic), Received::of, refused));
    return new Ingest<>(valid, valid.getSideOutput(refused));
  }

  /** Records of a topic that was checked by who wrote it, with their bytes. */
  public <T extends SpecificRecordBase> DecodedTopic<T> decoded(
      DataStream<RawRecord> raw, String topic, Class<T> type) {
    return decoded(raw, topic, type, RecordRules.none());
  }

  /** Valid records of a topic, with their bytes. */
  public <T extends SpecificRecordBase> DecodedTopic<T> decoded(
      DataStream<RawRecord> raw, String topic, Class<T> type, RecordRules<T> rules) {
    OutputTag<DeadLetter> refused = refused();
    SingleOutputStreamOperator<Decoded<T>> decoded =
        ingest(
            raw,
            Decoded.type(type),
            new IngestSettings<>(
                job,
                topic,
                type,
                registry,
                rules,
                options.forTopic(topic),
                (record, now) -> record,
                refused));
    return new DecodedTopic<>(decoded, decoded.getSideOutput(refused));
  }

  private static <T extends SpecificRecordBase, O> SingleOutputStreamOperator<O> ingest(
      DataStream<RawRecord> raw, TypeInformation<O> type, IngestSettings<T, O> settings) {
    settings.options().require(settings.type());
    return raw.transform(
            "decode and validate " + settings.topic(), type, new IngestRecords.Factory<>(settings))
        .uid("ingest-" + settings.topic());
  }

  private static OutputTag<DeadLetter> refused() {
    return new OutputTag<>("refused", new RecordType<>(DeadLetter.class));
  }
}
