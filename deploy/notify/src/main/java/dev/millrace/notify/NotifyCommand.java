package dev.millrace.notify;

import dev.millrace.common.contract.AvroEncoder;
import dev.millrace.common.contract.ConfluentSchemaRegistry;
import dev.millrace.common.contract.RegistryUnavailableException;
import dev.millrace.common.contract.SchemaRegistry;
import dev.millrace.common.contract.UnknownSchemaException;
import dev.millrace.common.contract.WireFormat;
import dev.millrace.common.quality.DeadLetters;
import dev.millrace.console.ClientSettings;
import dev.millrace.console.FailureLine;
import dev.millrace.console.StackState;
import dev.millrace.console.ToolException;
import dev.millrace.console.UsageLine;
import dev.millrace.suite.DeadLetter;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The sender from the command line; scripts/notify calls it. */
@Command(name = "notify", description = "Sends notifications to a webhook until it is stopped.")
public final class NotifyCommand implements Callable<Integer> {
  private static final Duration REGISTRY_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration WITHOUT_END = Duration.ofSeconds(Long.MAX_VALUE);
  private static final InstantSource CLOCK = InstantSource.system();
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  @Spec private CommandSpec spec;

  @Option(names = "--url", required = true, description = "where to post, http or https")
  private URI url;

  @Option(
      names = "--authorization-file",
      paramLabel = "FILE",
      description = "holds the value of the header Authorization, such as Bearer ...")
  private Path authorization;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "how long the receiver may take, 1 to 300; default ${DEFAULT-VALUE}")
  private int timeoutSeconds = 10;

  @Option(
      names = "--group",
      description = "consumer group that keeps the place; default ${DEFAULT-VALUE}")
  private String group = Sender.NAME;

  @Option(
      names = "--drain",
      description = "end when nothing was left to send for 5 seconds, in place of waiting for more")
  private boolean drain;

  @Option(
      names = "--max-age",
      paramLabel = "HOURS",
      description =
          "what was published longer ago is left out, 1 or more; default: nothing is too old, so that the"
              + " first start sends all that the topic still has")
  private Integer maxAgeHours;

  @Option(
      names = "--metrics-address",
      paramLabel = "HOST:PORT",
      description = "where Prometheus reads metrics; default: nowhere")
  private String metricsAddress;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "default: kafka.bootstrap-servers of the running stack")
  private String servers;

  @Option(
      names = "--registry-url",
      paramLabel = "URL",
      description =
          "base address of the Confluent API; default: schema-registry.url of the running stack")
  private String registryUrl;

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new NotifyCommand())
            .setParameterExceptionHandler(new UsageLine())
            .setExecutionExceptionHandler(FailureLine.ofTheCommand())
            .execute(args));
  }

  @Override
  public Integer call() throws InterruptedException {
    require(
        List.of("http", "https").contains(String.valueOf(url.getScheme())) && url.getHost() != null,
        "--url must be an http or https address, is " + url);
    require(
        timeoutSeconds >= 1 && timeoutSeconds <= 300,
        "--timeout must be 1 to 300, is " + timeoutSeconds);
    require(
        maxAgeHours == null || maxAgeHours >= 1, "--max-age must be 1 or more, is " + maxAgeHours);
    requireAuthorization();
    PrometheusRegistry metrics = new PrometheusRegistry();
    if (metricsAddress != null) {
      serve(metrics);
    }
    String registryAt = registryUrl == null ? endpoint("schema-registry.url") : registryUrl;
    SchemaRegistry registry =
        ClientSettings.registry(
            settings -> new ConfluentSchemaRegistry(registryAt, REGISTRY_TIMEOUT, settings));
    String kafka = servers == null ? endpoint("kafka.bootstrap-servers") : servers;
    try (KafkaConsumer<byte[], byte[]> consumer =
            ClientSettings.kafka(
                consumerSettings(kafka),
                settings ->
                    new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        KafkaProducer<byte[], byte[]> producer =
            ClientSettings.kafka(
                producerSettings(kafka),
                settings ->
                    new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer()))) {
      Sender sender =
          new Sender(
              consumer,
              producer,
              registry,
              letters(registry),
              new Webhook(url, Duration.ofSeconds(timeoutSeconds), this::headers),
              BACKOFF,
              maxAgeHours == null ? WITHOUT_END : Duration.ofHours(maxAgeHours),
              CLOCK,
              new SenderMetrics(metrics, CLOCK),
              this::tell);
      consumer.subscribe(List.of(Sender.TOPIC), sender.losses());
      send(sender);
      return 0;
    } catch (KafkaException e) {
      throw new ToolException("Kafka at %s: %s".formatted(kafka, e.getMessage()), e);
    }
  }

  /** For as long as this process lives. */
  private void serve(PrometheusRegistry metrics) {
    URI address;
    try {
      address = new URI("http://" + metricsAddress);
    } catch (URISyntaxException e) {
      throw noMetricsAddress();
    }
    if (address.getHost() == null || address.getPort() < 0 || address.getPort() > 65_535) {
      throw noMetricsAddress();
    }
    try {
      HTTPServer page =
          HTTPServer.builder()
              .hostname(address.getHost())
              .port(address.getPort())
              .registry(metrics)
              .buildAndStart();
      tell("metrics at http://%s:%d/metrics".formatted(address.getHost(), page.getPort()));
    } catch (IOException e) {
      throw new ToolException("cannot serve metrics at " + metricsAddress, e);
    }
  }

  private ParameterException noMetricsAddress() {
    return new ParameterException(
        spec.commandLine(), "--metrics-address must be HOST:PORT, is " + metricsAddress);
  }

  private void send(Sender sender) throws InterruptedException {
    long sent = 0;
    long idleSince = System.nanoTime();
    while (!drain
        || System.nanoTime() - idleSince < Duration.ofSeconds(5).toNanos()
        || !sender.isAtEnd()) {
      int done = sender.round();
      sent += done;
      if (done > 0) {
        idleSince = System.nanoTime();
      }
    }
    spec.commandLine().getOut().printf("%,d notifications%n", sent);
    spec.commandLine().getOut().flush();
  }

  private void requireAuthorization() {
    try {
      headers();
    } catch (NoHeaderException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    } catch (IOException e) {
      throw new ToolException(e.getMessage(), e);
    }
  }

  private Map<String, String> headers() throws IOException {
    if (authorization == null) {
      return Map.of();
    }
    String value;
    try {
      value = Files.readString(authorization).strip();
    } catch (IOException e) {
      throw new IOException("cannot read " + authorization, e);
    }
    if (!isHeaderValue(value)) {
      throw new NoHeaderException(authorization);
    }
    return Map.of("Authorization", value);
  }

  /** Never shows the value itself: this goes to a terminal. */
  private static final class NoHeaderException extends IOException {
    private static final long serialVersionUID = 1L;

    NoHeaderException(Path file) {
      super(
          "--authorization-file must hold one line, the value of the header Authorization, not so "
              + file);
    }
  }

  private static boolean isHeaderValue(String value) {
    return !value.isEmpty() && value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f));
  }

  private static AvroEncoder<DeadLetter> letters(SchemaRegistry registry) {
    try {
      return new AvroEncoder<>(
          DeadLetter.getClassSchema(),
          registry.idOf(WireFormat.subjectOf(DeadLetters.TOPIC), DeadLetter.getClassSchema()));
    } catch (UnknownSchemaException | RegistryUnavailableException e) {
      throw new ToolException("cannot write dead letters: " + e.getMessage(), e);
    }
  }

  private Map<String, Object> consumerSettings(String kafka) {
    return Map.of(
        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka,
        ConsumerConfig.GROUP_ID_CONFIG, group,
        ConsumerConfig.CLIENT_ID_CONFIG, "millrace-notify",
        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
        ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
        // Each may take as long as the receiver is allowed to.
        ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1",
        ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, "600000");
  }

  private static Map<String, Object> producerSettings(String kafka) {
    return Map.of(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        kafka,
        ProducerConfig.CLIENT_ID_CONFIG,
        "millrace-notify");
  }

  private static String endpoint(String key) {
    return StackState.ofThisProcess().endpoint(key);
  }

  private void tell(String line) {
    spec.commandLine().getErr().println("notify: " + line);
    spec.commandLine().getErr().flush();
  }

  private void require(boolean holds, String rule) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), rule);
    }
  }
}
