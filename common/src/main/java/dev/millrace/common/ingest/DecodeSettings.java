package dev.millrace.common.ingest;

import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.suite.DeadLetter;
import java.io.Serializable;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.util.OutputTag;

/**
 * What {@link DecodeRecords} needs to know.
 *
 * @param job name of the job, for its dead letters
 * @param type the generated record class that values are read as
 * @param registry where schemas come from
 * @param maxRecordBytes the largest value that is read at all
 * @param deadLetters side output of what cannot be read
 */
record DecodeSettings<T extends SpecificRecordBase>(
    String job,
    Class<T> type,
    SchemaRegistryFactory registry,
    int maxRecordBytes,
    OutputTag<DeadLetter> deadLetters)
    implements Serializable {

  DecodeSettings {
    requireNonNull(job);
    requireNonNull(type);
    requireNonNull(registry);
    requireNonNull(deadLetters);
  }
}
