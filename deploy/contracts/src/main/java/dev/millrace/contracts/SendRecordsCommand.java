package dev.millrace.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.common.contract.AvroEncoder;
import dev.millrace.common.contract.ConfluentSchemaRegistry;
import dev.millrace.common.contract.RegistryUnavailableException;
import dev.millrace.common.contract.UnknownSchemaException;
import dev.millrace.common.contract.WireFormat;
import dev.millrace.console.ClientSettings;
import dev.millrace.console.StackState;
import dev.millrace.console.ToolException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code topics send}: puts records onto a topic, in its newest version. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    description = "Puts records onto a topic, one line of Avro's JSON for each, as in samples/.")
final class SendRecordsCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--registry-url",
      paramLabel = "URL",
      description =
          "base address of the Confluent API; default: schema-registry.url of the running stack")
  private String registryUrl;

  @Parameters(index = "0", paramLabel = "TOPIC", description = "a topic of topics.yaml")
  private String name;

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      defaultValue = "-",
      description = "the lines; - for standard input, which is the default")
  private String file;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Topic topic =
        kafka.topics().stream()
            .filter(known -> known.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new ToolException("topic %s is not in topics.yaml".formatted(name)));
    Schema schema = kafka.newestSchemaOf(topic);
    // All are read before any is sent.
    List<GenericRecord> records = new JsonRecords(topic, schema).read(lines());
    AvroEncoder<GenericRecord> encoder = new AvroEncoder<>(schema, idOf(schema));
    try (KafkaProducer<byte[], byte[]> producer =
        ClientSettings.kafka(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.servers(),
                ProducerConfig.CLIENT_ID_CONFIG,
                "millrace-contracts",
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                String.valueOf(TIMEOUT.toMillis())),
            settings ->
                new KafkaProducer<>(
                    settings, new ByteArraySerializer(), new ByteArraySerializer()))) {
      List<Future<?>> answers = new ArrayList<>();
      for (GenericRecord record : records) {
        answers.add(
            producer.send(
                new ProducerRecord<>(
                    name,
                    record.get(topic.key()).toString().getBytes(UTF_8),
                    encoder.encode(record))));
      }
      for (Future<?> answer : answers) {
        answer.get();
      }
    } catch (ExecutionException e) {
      throw new ToolException("Kafka does not take it: %s".formatted(e.getCause().getMessage()), e);
    }
    spec.commandLine().getOut().printf("Sent %d to %s.%n", records.size(), name);
    spec.commandLine().getOut().flush();
    return 0;
  }

  private List<String> lines() {
    if (file.equals("-")) {
      return new BufferedReader(new InputStreamReader(System.in, UTF_8)).lines().toList();
    }
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      throw new ToolException("cannot read " + file, e);
    }
  }

  private int idOf(Schema schema) {
    try {
      String url =
          registryUrl == null
              ? StackState.ofThisProcess().endpoint("schema-registry.url")
              : registryUrl;
      return ClientSettings.registry(
              settings -> new ConfluentSchemaRegistry(url, TIMEOUT, settings))
          .idOf(WireFormat.subjectOf(name), schema);
    } catch (UnknownSchemaException | RegistryUnavailableException e) {
      throw new ToolException(
          "%s: scripts/schemas register registers what is in schemas/".formatted(e.getMessage()),
          e);
    }
  }
}
