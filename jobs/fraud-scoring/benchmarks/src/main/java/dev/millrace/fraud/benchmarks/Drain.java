package dev.millrace.fraud.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.AvroEncoder;
import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.ingest.Ingest;
import dev.millrace.common.ingest.Received;
import dev.millrace.common.ingest.RecordIngest;
import dev.millrace.common.job.JobEnvironment;
import dev.millrace.common.job.KafkaOptions;
import dev.millrace.common.quality.RecordRules;
import dev.millrace.fraud.FraudScoringOptions;
import dev.millrace.fraud.FraudScoringTopology;
import dev.millrace.fraud.JobDecisions;
import dev.millrace.fraud.domain.DecisionPolicy;
import dev.millrace.fraud.model.BundledModel;
import dev.millrace.payments.FraudDecision;
import dev.millrace.payments.FraudLabel;
import dev.millrace.payments.FraudModel;
import dev.millrace.payments.FraudRule;
import dev.millrace.payments.Transaction;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Jobs that read a topic of payments to its end and write an answer for each: the whole fraud
 * scoring, and one that only passes bytes on.
 *
 * @param source the topic of payments
 * @param ends where to stop, by partition
 * @param target the topic that is written to
 * @param checkpoints directory of the checkpoints
 */
record Drain(
    String source,
    Map<TopicPartition, Long> ends,
    String target,
    SchemaRegistryFactory registry,
    Path checkpoints) {

  /** As on the local stack. */
  private static final MemorySize ROCKSDB_CACHES = MemorySize.ofMebiBytes(384);

  Drain {
    ends = Map.copyOf(ends);
    requireNonNull(registry);
    requireNonNull(checkpoints);
  }

  /** Passes the records on as they are; the milliseconds that it took. */
  long passThrough(FraudScoringOptions options) throws Exception {
    StreamExecutionEnvironment env = environment(options);
    payments(options, env)
        .sinkTo(sink(options, new AsTheyCame(target)))
        .uid("copies")
        .name("copies");
    return run(env);
  }

  /** Decides every payment; the milliseconds that it took. */
  long decide(FraudScoringOptions options) throws Exception {
    StreamExecutionEnvironment env = environment(options);
    Ingest<Transaction> payments =
        new RecordIngest(options.job().name(), registry, options.input())
            .valid(payments(options, env), source, Transaction.class, RecordRules.none());
    FraudScoringTopology.build(
            new FraudScoringTopology.Inputs(
                payments.valid(),
                none(payments.valid(), "labels", FraudLabel.class),
                none(payments.valid(), "rules", FraudRule.class),
                none(payments.valid(), "models", FraudModel.class)),
            JobDecisions.with(
                new DecisionPolicy(List.of(), List.of(BundledModel.champion())), options.scoring()),
            options.scoring())
        .sinkTo(sink(options, new Encoded(target)))
        .uid("decisions")
        .name("decisions");
    return run(env);
  }

  private StreamExecutionEnvironment environment(FraudScoringOptions options) {
    StreamExecutionEnvironment env = JobEnvironment.create(options.job());
    env.configure(
        new Configuration()
            .set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem")
            .set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString())
            .set(TaskManagerOptions.MANAGED_MEMORY_SIZE, ROCKSDB_CACHES)
            // A job that has read everything would wait for its next checkpoint, and be timed for
            // it.
            .set(CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH, false));
    return env;
  }

  private static long run(StreamExecutionEnvironment env) throws Exception {
    JobExecutionResult result = env.execute();
    return result.getNetRuntime();
  }

  private DataStream<RawRecord> payments(
      FraudScoringOptions options, StreamExecutionEnvironment env) {
    Properties settings = options.kafka().consumer(KafkaOptions.Arrival.STREAM);
    KafkaSource<RawRecord> kafka =
        KafkaSource.<RawRecord>builder()
            .setBootstrapServers(options.kafka().bootstrapServers())
            .setProperties(settings)
            .setTopics(source)
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setBounded(OffsetsInitializer.offsets(ends))
            .setDeserializer(new Raw())
            .build();
    return env.fromSource(kafka, WatermarkStrategy.noWatermarks(), "payments").uid("payments");
  }

  private static <T extends SpecificRecordBase> DataStream<Received<T>> none(
      DataStream<Received<Transaction>> payments, String name, Class<T> type) {
    return payments
        .filter(payment -> false)
        .uid("no-payments-for-" + name)
        .flatMap((payment, out) -> {}, Received.<T>type(type))
        .uid("no-" + name)
        .name("no " + name);
  }

  private static <T> KafkaSink<T> sink(
      FraudScoringOptions options, KafkaRecordSerializationSchema<T> records) {
    return KafkaSink.<T>builder()
        .setBootstrapServers(options.kafka().bootstrapServers())
        .setKafkaProducerConfig(options.kafka().producer())
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(records)
        .build();
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

  private record AsTheyCame(String topic) implements KafkaRecordSerializationSchema<RawRecord> {
    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        RawRecord record, KafkaSinkContext context, Long timestamp) {
      return new ProducerRecord<>(topic, record.key(), record.value());
    }
  }

  private static final class Encoded implements KafkaRecordSerializationSchema<FraudDecision> {
    private static final long serialVersionUID = 1L;

    /** Nobody reads what is written here. */
    private static final int ANY_ID = 1;

    private final String topic;
    private transient AvroEncoder<FraudDecision> encoder;

    Encoded(String topic) {
      this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        FraudDecision decision, KafkaSinkContext context, Long timestamp) {
      if (encoder == null) {
        encoder = new AvroEncoder<>(FraudDecision.getClassSchema(), ANY_ID);
      }
      return new ProducerRecord<>(
          topic, decision.getTransactionId().getBytes(UTF_8), encoder.encode(decision));
    }
  }
}
