package dev.millrace.common.job;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientConfigFileTest {
  private static final String LOGIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"me\" password=\"%s\";";
  private static final String RULE =
      "must be an absolute path without : and } of a readable properties file with at least one setting";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file =
        Files.writeString(
            folder.resolve("kafka.properties"),
            """
            # comment
            security.protocol = SASL_SSL
            sasl.mechanism = PLAIN
            sasl.jaas.config = %s
            """
                .formatted(LOGIN.formatted("s3cret")));
  }

  @Test
  void everyKafkaClientHasTheSettingsOfTheFile() {
    assertThat(clients(kafka("kafka.client-config=" + file)))
        .hasSize(5)
        .allSatisfy(
            client -> {
              assertThat(client.getString("security.protocol")).isEqualTo("SASL_SSL");
              assertThat(client.getString("sasl.mechanism")).isEqualTo("PLAIN");
              assertThat(client.getPassword("sasl.jaas.config").value())
                  .isEqualTo(LOGIN.formatted("s3cret"));
            });
  }

  @Test
  void withoutAFileClientsHaveNoSettingsOfIt() {
    KafkaOptions kafka = kafka();

    assertThat(kafka.clientConfig()).isEmpty();
    assertThat(kafka.client()).isEmpty();
    assertThat(clients(kafka))
        .allSatisfy(
            client -> assertThat(client.getString("security.protocol")).isEqualTo("PLAINTEXT"));
  }

  @Test
  void valuesStayInTheFileUntilAClientIsMade() throws IOException {
    KafkaOptions kafka = kafka("kafka.client-config=" + file);
    Properties travelling = kafka.consumer(KafkaOptions.Arrival.STREAM);
    Files.writeString(file, Files.readString(file).replace("s3cret", "changed"));

    assertThat(travelling.toString())
        .doesNotContain("s3cret", "PlainLoginModule")
        .contains(file.toString());
    assertThat(kafka.toString()).doesNotContain("s3cret", "PlainLoginModule");
    assertThat(consumer(travelling).getPassword("sasl.jaas.config").value())
        .isEqualTo(LOGIN.formatted("changed"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "security.protocol=SASL_SLL | Invalid value SASL_SLL for configuration security.protocol: ",
        "security.protocol=SSL;ssl.truststore.location=/no/such/store |"
            + " Failed to load SSL keystore /no/such/store of type JKS",
        "security.protocol=SASL_PLAINTEXT | sasl.jaas.config has no entry for a client",
        "security.protocol=SASL_SSL;sasl.jaas.config=a.Module required password=s3 cret\\; |"
            + " sasl.jaas.config has no entry for a client",
        "reconnect.backoff.ms=soon | Invalid value soon for configuration reconnect.backoff.ms: ",
      })
  void whatNoClientTakesIsRefused(String settings, String problem) throws IOException {
    Files.writeString(file, settings.replaceAll("(?<!\\\\);", "\n"));

    assertThatThrownBy(() -> kafka("kafka.client-config=" + file))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageStartingWith(
            "Invalid options:\n  kafka.client-config: must be a file that a Kafka client takes (%s",
            problem)
        .hasMessageEndingWith("), got '%s'", file)
        .hasMessageNotContaining("cret");
  }

  @Test
  void oneCaseIsAsGoodAsTheOther() throws IOException {
    Files.writeString(file, "security.protocol=ssl\n");

    assertThat(kafka("kafka.client-config=" + file).clientConfig()).isPresent();
  }

  /** Transactions are checked before the start, for which a client is made. */
  @Test
  void whoAsksForTheLimitsOfTransactionsHasTheSettingsToo() throws IOException {
    KafkaOptions kafka = kafka("kafka.client-config=" + file, "kafka.delivery=transactional");
    Files.delete(file);
    OptionReader none = OptionReader.of(new String[] {}, List.of());
    JobOptions job = JobOptions.read("a-job", JobOptions.Haste.SOON, none);

    assertThatThrownBy(() -> KafkaTransactions.check(job, kafka))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "cannot ask the brokers at 127.0.0.1:9 for transaction.max.timeout.ms:"
                + " Could not read properties from file %s",
            file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bootstrap.servers",
        "client.id",
        "client.id.prefix",
        "commit.offsets.on.checkpoint",
        "group.id",
        "partition.discovery.interval.ms",
        "register.consumer.metrics",
        "group.instance.id",
        "auto.offset.reset",
        "enable.auto.commit",
        "isolation.level",
        "key.deserializer",
        "value.deserializer",
        "key.serializer",
        "value.serializer",
        "fetch.min.bytes",
        "max.poll.records",
        "acks",
        "enable.idempotence",
        "linger.ms",
        "transactional.id",
        "transaction.timeout.ms",
        "config.providers",
        "config.providers.file.class",
        "millrace.max-bytes",
      })
  void whatTheJobDecidesIsRefused(String key) throws IOException {
    Files.writeString(file, "%s=s3cret\nsecurity.protocol=SSL\n".formatted(key));

    assertThatThrownBy(() -> kafka("kafka.client-config=" + file))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessage(
            "Invalid options:\n  kafka.client-config: must be a file without %s, which the job decides, got '%s'",
            key, file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "url",
        "schema.registry.url",
        "http.connect.timeout.ms",
        "schema.registry.http.read.timeout.ms"
      })
  void whatTheJobDecidesOfTheRegistryIsRefused(String key) throws IOException {
    Files.writeString(file, "%s=1\nbasic.auth.user.info=me:s3cret\n".formatted(key));

    assertThatThrownBy(() -> registry("schema-registry.client-config=" + file))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessage(
            "Invalid options:\n  schema-registry.client-config: must be a file without %s, which the job decides, got '%s'",
            key, file);
  }

  @ParameterizedTest
  @CsvSource({"/no/such/file", "kafka.properties", "/", "/x:y", "/x}y", "''"})
  void aFileThatCannotBeReadIsRefused(String path) {
    assertThatThrownBy(() -> kafka("kafka.client-config=" + path))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessage("Invalid options:\n  kafka.client-config: %s, got '%s'", RULE, path);
    assertThatThrownBy(() -> registry("schema-registry.client-config=" + path))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessage("Invalid options:\n  schema-registry.client-config: %s, got '%s'", RULE, path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# sasl.mechanism=PLAIN\n", "sasl.jaas.config=\\u00z\n"})
  void aFileWithoutSettingsIsRefused(String content) throws IOException {
    Files.writeString(file, content);

    assertThatThrownBy(() -> kafka("kafka.client-config=" + file))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessage("Invalid options:\n  kafka.client-config: %s, got '%s'", RULE, file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"broker:9092", "[::1]:9092", "10.0.0.1:9092,[fe80::1]:9093,broker.example.org:1"})
  void brokersAreTaken(String servers) {
    assertThat(kafka("kafka.bootstrap-servers=" + servers).bootstrapServers()).isEqualTo(servers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"broker", "::1:9092", "[::1]", "[]:9092", "[broker]:9092", "a:1,", "a:1, b:2"})
  void whatNamesNoBrokersIsRefused(String servers) {
    assertThatThrownBy(() -> kafka("kafka.bootstrap-servers=" + servers))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessageContaining(
            "kafka.bootstrap-servers: must be host:port, several separated by commas, got '%s'",
            servers);
  }

  @Test
  void credentialsDoNotBelongIntoTheAddressOfTheRegistry() {
    assertThatThrownBy(() -> registry("schema-registry.url=https://me:s3cret@registry"))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessage(
            "Invalid options:\n  schema-registry.url: must be an http or https address without credentials,"
                + " got 'https://***@registry'");
  }

  private static List<AbstractConfig> clients(KafkaOptions kafka) {
    List<AbstractConfig> clients = new ArrayList<>();
    for (KafkaOptions.Arrival arrival : KafkaOptions.Arrival.values()) {
      clients.add(consumer(kafka.consumer(arrival)));
    }
    clients.add(
        new ProducerConfig(
            and(
                kafka.producer(),
                Map.of(
                    ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class,
                    ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class))));
    clients.add(new AdminClientConfig(and(kafka.client(), Map.of())));
    return clients;
  }

  private static ConsumerConfig consumer(Properties settings) {
    return new ConsumerConfig(
        and(
            settings,
            Map.of(
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class)));
  }

  private static Map<String, Object> and(Properties settings, Map<String, Object> more) {
    Map<String, Object> all =
        settings.stringPropertyNames().stream().collect(toMap(key -> key, settings::getProperty));
    all.putAll(more);
    all.put("bootstrap.servers", "127.0.0.1:9");
    return all;
  }

  private static KafkaOptions kafka(String... more) {
    OptionReader reader =
        OptionReader.of(arguments("kafka.bootstrap-servers=127.0.0.1:9", more), KafkaOptions.ALL);
    KafkaOptions options = KafkaOptions.read("a-job", reader);
    reader.finish();
    return options;
  }

  private static RegistryOptions registry(String... more) {
    OptionReader reader =
        OptionReader.of(
            arguments("schema-registry.url=http://127.0.0.1:9", more), RegistryOptions.ALL);
    RegistryOptions options = RegistryOptions.read(reader);
    reader.finish();
    return options;
  }

  private static String[] arguments(String first, String... more) {
    return Stream.concat(Stream.of(first), Stream.of(more))
        .map(setting -> "-D" + setting)
        .toArray(String[]::new);
  }
}
