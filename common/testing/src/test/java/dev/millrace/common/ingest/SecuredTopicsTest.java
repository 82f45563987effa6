package dev.millrace.common.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.common.contract.SchemaRegistryFactory;
import dev.millrace.common.job.JobEnvironment;
import dev.millrace.common.job.JobOptions;
import dev.millrace.common.job.KafkaOptions;
import dev.millrace.common.job.KafkaOptions.Arrival;
import dev.millrace.common.job.OptionReader;
import dev.millrace.common.quality.RecordRules;
import dev.millrace.common.testing.FakeSchemaRegistry;
import dev.millrace.payments.Transaction;
import dev.millrace.suite.DeadLetter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecuredTopicsTest {
  private static final String TOPIC = "payments.transactions";
  private static final RecordRules<Transaction> NO_RULES = new RecordRules<>(List.of());

  private final FakeSchemaRegistry registry = FakeSchemaRegistry.of(1, DeadLetter.getClassSchema());
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file =
        Files.writeString(
            folder.resolve("kafka.properties"),
            """
            security.protocol=SASL_PLAINTEXT
            sasl.mechanism=PLAIN
            sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="me" password="s3cret";
            """);
  }

  /** The graph lies in files and in the memory of the cluster, and its dashboard shows parts. */
  @Test
  void noSecretIsInTheGraphOfAJob() throws IOException {
    KafkaIngest kafka = ingest();
    StreamExecutionEnvironment env = JobEnvironment.create(job());
    Ingest<Transaction> payments =
        kafka.read(TOPIC, Transaction.class, NO_RULES, Arrival.STREAM, env);
    payments.valid().sinkTo(new DiscardingSink<>()).uid("nowhere").name("nowhere");
    DeadLetterSink.send(payments.deadLetters(), kafka.kafka(), registry);

    byte[] graph = InstantiationUtil.serializeObject(env.getStreamGraph().getJobGraph());

    assertThat(new String(graph, ISO_8859_1))
        .contains("${file:%s:sasl.jaas.config}".formatted(file))
        .doesNotContain("s3cret", "PlainLoginModule");
  }

  @Test
  void whatIsReadBeforeTheStartIsReadWithTheFile() throws IOException {
    CompactedTopic topic = new CompactedTopic(ingest());
    Files.delete(file);

    assertThatThrownBy(() -> topic.read(TOPIC, Transaction.class, NO_RULES))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "cannot read %s before the start from 127.0.0.1:9: Could not read properties from file %s",
            TOPIC, file);
  }

  private KafkaIngest ingest() {
    SchemaRegistryFactory schemas = registry.factory();
    OptionReader reader =
        OptionReader.of(
            new String[] {"-Dkafka.bootstrap-servers=127.0.0.1:9", "-Dkafka.client-config=" + file},
            Stream.concat(KafkaOptions.ALL.stream(), IngestOptions.ALL.stream()).toList());
    KafkaOptions kafka = KafkaOptions.read("a-job", reader);
    IngestOptions options = IngestOptions.read(reader);
    reader.finish();
    return new KafkaIngest("a-job", kafka, schemas, options);
  }

  private static JobOptions job() {
    return JobOptions.read(
        "a-job", JobOptions.Haste.SOON, OptionReader.of(new String[] {}, List.of()));
  }
}
