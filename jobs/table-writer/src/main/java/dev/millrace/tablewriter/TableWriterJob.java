package dev.millrace.tablewriter;

import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.delivery.PostgresSink;
import dev.millrace.common.ingest.DeadLetterSink;
import dev.millrace.common.ingest.DecodedTopic;
import dev.millrace.common.ingest.KafkaIngest;
import dev.millrace.common.job.JobEnvironment;
import dev.millrace.common.job.KafkaTransactions;
import dev.millrace.suite.DeadLetter;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Moves output topics into PostgreSQL tables. Guarantee: exactly-once effect, see {@link
 * PostgresSink}.
 */
public final class TableWriterJob {

  private TableWriterJob() {}

  public static void main(String[] args) throws Exception {
    TableWriterOptions options = TableWriterOptions.from(args);
    KafkaTransactions.check(options.job(), options.kafka());
    StreamExecutionEnvironment env = JobEnvironment.create(options.job());
    define(options, SchemaRegistryFactory.of(options.registry()), env);
    env.execute(options.job().name());
  }

  /** The job from its topics to its tables; apart from main, so that a test can build it. */
  static void define(
      TableWriterOptions options, SchemaRegistryFactory schemas, StreamExecutionEnvironment env) {
    KafkaIngest kafka =
        new KafkaIngest(options.job().name(), options.kafka(), schemas, options.input());

    DataStream<DeadLetter> refused =
        options.routes().stream()
            .map(route -> write(route, options, kafka, env))
            .reduce(DataStream::union)
            .orElseThrow();
    DeadLetterSink.send(refused, options.kafka(), schemas.open());
  }

  /**
   * Writes one topic into its table; answers what could not be decoded and what the table refused.
   */
  private static <T extends SpecificRecordBase> DataStream<DeadLetter> write(
      TableRoute<T> route,
      TableWriterOptions options,
      KafkaIngest kafka,
      StreamExecutionEnvironment env) {
    DecodedTopic<T> topic = kafka.readDecoded(route.topic(), route.type(), env);
    PostgresSink<T> table =
        new PostgresSink<>(options.job().name(), options.database(), route.table(), route.row());
    return topic.deadLetters().union(table.write(topic.records(), route.type()));
  }
}
