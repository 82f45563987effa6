package dev.millrace.common.ingest;

import dev.millrace.suite.DeadLetter;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What came out of a topic, for a job that needs the bytes too.
 *
 * @param records records that decode and obey the rules, if there are any, with their bytes
 * @param deadLetters all others, each with its reason
 */
public record DecodedTopic<T extends SpecificRecordBase>(
    DataStream<Decoded<T>> records, DataStream<DeadLetter> deadLetters) {}
