package dev.millrace.common.ingest;

import dev.millrace.suite.DeadLetter;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What came out of a topic.
 *
 * @param valid records that decode and obey the rules
 * @param deadLetters all others, each with its reason
 */
public record Ingest<T extends SpecificRecordBase>(
    DataStream<Received<T>> valid, DataStream<DeadLetter> deadLetters) {}
