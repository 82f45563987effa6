package dev.millrace.common.ingest;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.quality.RecordRules;
import dev.millrace.suite.DeadLetter;
import java.io.Serializable;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.util.OutputTag;

/**
 * What {@link IngestRecords} needs to know.
 *
 * @param job name of the job, for its dead letters
 * @param topic the topic that is read, for messages
 * @param type the generated record class that values are read as
 * @param registry where schemas come from
 * @param rules what must be true of a record
 * @param options limits
 * @param shape what leaves for a valid record
 * @param deadLetters side output of what cannot be used
 */
record IngestSettings<T extends SpecificRecordBase, O>(
    String job,
    String topic,
    Class<T> type,
    SchemaRegistryFactory registry,
    RecordRules<T> rules,
    IngestOptions options,
    Shape<T, O> shape,
    OutputTag<DeadLetter> deadLetters)
    implements Serializable {

  /** What leaves for a valid record, at a time in milliseconds since 1970. */
  @FunctionalInterface
  interface Shape<T extends SpecificRecordBase, O> extends Serializable {
    O of(Decoded<T> decoded, long now);
  }

  IngestSettings {
    requireNonNull(job);
    requireNonNull(topic);
    requireNonNull(type);
    requireNonNull(registry);
    requireNonNull(rules);
    requireNonNull(options);
    requireNonNull(shape);
    requireNonNull(deadLetters);
  }
}
