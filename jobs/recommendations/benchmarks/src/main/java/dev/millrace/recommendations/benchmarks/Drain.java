package dev.millrace.recommendations.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.millrace.common.contract.AvroEncoder;
import dev.millrace.common.contract.RawRecord;
import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.ingest.DecodedTopic;
import dev.millrace.common.ingest.RecordIngest;
import dev.millrace.common.job.JobEnvironment;
import dev.millrace.common.job.KafkaOptions;
import dev.millrace.recommendations.RecommendationsOptions;
import dev.millrace.recommendations.RecommendationsTopology;
import dev.millrace.shop.Interaction;
import dev.millrace.shop.Recommendation;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
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
 * Jobs that read a topic of interactions to its end and write an answer for each: the whole job
 * recommendations, and one that only passes bytes on.
 *
 * @param source the topic of interactions
 * @param ends where to stop, by partition
 * @param target the topic that is written to
 */
record Drain(
    String source, Map<TopicPartition, Long> ends, String target, SchemaRegistryFactory registry) {

  Drain {
    ends = Map.copyOf(ends);
    requireNonNull(registry);
  }

  /** Passes the records on as they are; the milliseconds that it took. */
  long passThrough(RecommendationsOptions options) throws Exception {
    StreamExecutionEnvironment env = JobEnvironment.create(options.job());
    interactions(options, env)
        .sinkTo(sink(options, new AsTheyCame(target)))
        .uid("copies")
        .name("copies");
    return run(env);
  }

  /** Answers every interaction; the milliseconds that it took. */
  long recommend(RecommendationsOptions options) throws Exception {
    StreamExecutionEnvironment env = JobEnvironment.create(options.job());
    DecodedTopic<Interaction> interactions =
        new RecordIngest(options.job().name(), registry, options.input())
            .decoded(interactions(options, env), source, Interaction.class);
    RecommendationsTopology.build(interactions.records(), options.recommending())
        .recommendations()
        .sinkTo(sink(options, new Encoded(target)))
        .uid("recommendations")
        .name("recommendations");
    return run(env);
  }

  private static long run(StreamExecutionEnvironment env) throws Exception {
    JobExecutionResult result = env.execute();
    return result.getNetRuntime();
  }

  private DataStream<RawRecord> interactions(
      RecommendationsOptions options, StreamExecutionEnvironment env) {
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
    return env.fromSource(kafka, WatermarkStrategy.noWatermarks(), "interactions")
        .uid("interactions");
  }

  private static <T> KafkaSink<T> sink(
      RecommendationsOptions options, KafkaRecordSerializationSchema<T> records) {
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

  private static final class Encoded implements KafkaRecordSerializationSchema<Recommendation> {
    private static final long serialVersionUID = 1L;

    /** Nobody reads what is written here. */
    private static final int ANY_ID = 1;

    private final String topic;
    private transient AvroEncoder<Recommendation> encoder;

    Encoded(String topic) {
      this.topic = topic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        Recommendation recommendation, KafkaSinkContext context, Long timestamp) {
      if (encoder == null) {
        encoder = new AvroEncoder<>(Recommendation.getClassSchema(), ANY_ID);
      }
      return new ProducerRecord<>(
          topic, recommendation.getSessionId().getBytes(UTF_8), encoder.encode(recommendation));
    }
  }
}
