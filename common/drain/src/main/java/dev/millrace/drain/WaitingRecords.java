package dev.millrace.drain;

import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.job.JobEnvironment;
import dev.millrace.common.job.KafkaOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What waits in topics, and how long a job takes for it.
 *
 * @param topics the topics
 * @param ends where to stop, by partition
 * @param checkpoints directory of the checkpoints
 */
record WaitingRecords(List<String> topics, Map<TopicPartition, Long> ends, Path checkpoints) {

  /** For two subtasks: twice what they get on the local stack as it is set. */
  private static final MemorySize ROCKSDB_CACHES = MemorySize.ofMebiBytes(384);

  WaitingRecords {
    topics = List.copyOf(topics);
    ends = Map.copyOf(ends);
  }

  /** Passes the records on as they are; the milliseconds that it took. */
  long pass(DrainedJob job, String target) throws Exception {
    StreamExecutionEnvironment env = environment(job);
    DataStream<RawRecord> all =
        topics.stream()
            .map(topic -> records(topic, job, env))
            .reduce((some, more) -> some.union(more))
            .orElseThrow();
    new Answers(target, job.kafka()).pass(all);
    return millis(env, FirstSeen.RECORD);
  }

  /**
   * Lets the job work on the records; the milliseconds that it took.
   *
   * @param from savepoint that the job starts from
   */
  long drain(DrainedJob job, String target, Optional<Path> from) throws Exception {
    StreamExecutionEnvironment env = environment(job);
    from.ifPresent(
        savepoint ->
            env.configure(
                new Configuration()
                    .set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint.toUri().toString())));
    job.define(
        topic -> records(topic, job, env),
        SchemaRegistryFactory.of(job.registry()),
        new Answers(target, job.kafka()));
    // A source reads while the steps behind it still restore their states.
    return millis(env, from.isPresent() ? FirstSeen.ANSWER : FirstSeen.RECORD);
  }

  /** From then on and not from the start: a large state takes its time to be restored. */
  private static long millis(StreamExecutionEnvironment env, String since) throws Exception {
    long first = env.execute().getAccumulatorResult(since);
    return Clock.systemUTC().millis() - first;
  }

  private StreamExecutionEnvironment environment(DrainedJob job) {
    StreamExecutionEnvironment env = JobEnvironment.create(job.job());
    env.configure(
        new Configuration()
            .set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem")
            .set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString())
            .set(TaskManagerOptions.MANAGED_MEMORY_SIZE, ROCKSDB_CACHES)
            // A job that has read everything would wait for its next checkpoint, and be timed so.
            .set(CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH, false));
    return env;
  }

  private DataStream<RawRecord> records(
      String topic, DrainedJob job, StreamExecutionEnvironment env) {
    Map<TopicPartition, Long> ends = new HashMap<>(this.ends);
    ends.keySet().removeIf(partition -> !partition.topic().equals(topic));
    KafkaSource<RawRecord> kafka =
        KafkaSource.<RawRecord>builder()
            .setBootstrapServers(job.kafka().bootstrapServers())
            .setProperties(job.kafka().consumer(KafkaOptions.Arrival.STREAM))
            .setTopics(topic)
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setBounded(OffsetsInitializer.offsets(ends))
            .setDeserializer(new Raw())
            .build();
    return env.fromSource(kafka, WatermarkStrategy.noWatermarks(), topic)
        .uid("records-of-" + topic)
        .map(new FirstSeen<RawRecord>(FirstSeen.RECORD))
        .returns(RawRecord.TYPE)
        .uid("first-of-" + topic)
        .name("first record");
  }

  private static final class Raw implements KafkaRecordDeserializationSchema<RawRecord> {
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
