package dev.millrace.drain;

import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.job.JobOptions;
import dev.millrace.common.job.KafkaOptions;
import dev.millrace.common.job.RegistryOptions;
import org.apache.flink.streaming.api.datastream.DataStream;

/** A job as the drain sees it: its options, and what it makes of a topic's records. */
public interface DrainedJob {

  /** The job's options of that name. */
  JobOptions job();

  /** The job's options of that name. */
  KafkaOptions kafka();

  /** The job's options of that name. */
  RegistryOptions registry();

  /**
   * Builds the job from decoding to its answers, each of which it hands over to be sent.
   *
   * @param records of the topics, in bytes
   */
  void define(Topics records, SchemaRegistryFactory registry, Answers answers);

  /** What is read. */
  @FunctionalInterface
  interface Topics {
    /** The records of a topic. */
    DataStream<RawRecord> of(String topic);
  }
}
