package dev.millrace.common.ingest;

import dev.millrace.common.contract.AvroKafkaSink;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.job.KafkaOptions;
import dev.millrace.common.quality.DeadLetters;
import dev.millrace.suite.DeadLetter;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Where the dead letters of a job go. */
public final class DeadLetterSink {

  private DeadLetterSink() {}

  /** Sends dead letters to their topic, keyed by the topic that the record came from. */
  public static void send(
      DataStream<DeadLetter> letters, KafkaOptions kafka, SchemaRegistry registry) {
    letters
        .sinkTo(
            AvroKafkaSink.to(
                DeadLetters.TOPIC,
                DeadLetter.class,
                letter -> letter.getSource().getTopic(),
                kafka,
                registry))
        .uid("dead-letters-topic")
        .name(DeadLetters.TOPIC);
  }
}
