package dev.millrace.tablewriter;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.delivery.PostgresSink;
import dev.millrace.common.ingest.DeadLetterSink;
import dev.millrace.common.ingest.DecodedTopic;
import dev.millrace.common.ingest.KafkaIngest;
import dev.millrace.common.job.JobEnvironment;
import dev.millrace.common.job.KafkaOptions.Arrival;
import dev.millrace.common.job.KafkaTransactions;
import dev.millrace.suite.DeadLetter;
import java.util.LinkedHashMap;
import java.util.List;
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
    StreamExecutionEnvironment env = JobEnvironment.create(options.job(), options.kafka());
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
            .collect(groupingBy(TableRoute::topic, LinkedHashMap::new, toList()))
            .values()
            .stream()
            .map(routes -> write(routes.get(0), routes, options, kafka, env))
            .reduce(DataStream::union)
            .orElseThrow();
    DeadLetterSink.send(refused, options.kafka(), schemas.open());
  }

  /**
   * Writes one topic into its tables; answers what could not be decoded and what a table refused.
   */
  private static <T extends SpecificRecordBase> DataStream<DeadLetter> write(
      TableRoute<T> first,
      List<TableRoute<?>> routes,
      TableWriterOptions options,
      KafkaIngest kafka,
      StreamExecutionEnvironment env) {
    DecodedTopic<T> topic = kafka.readDecoded(first.topic(), first.type(), Arrival.BULK, env);
    DataStream<DeadLetter> refused = topic.deadLetters();
    for (TableRoute<?> route : routes) {
      TableRoute<T> of = route.as(first.type());
      PostgresSink<T> table =
          new PostgresSink<>(
              options.job().name(),
              options.database(),
              options.input().breaker(),
              of.table(),
              of.row());
      refused = refused.union(table.write(topic.records(), of.type()));
    }
    return refused;
  }
}
