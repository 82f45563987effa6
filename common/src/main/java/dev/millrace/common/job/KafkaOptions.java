package dev.millrace.common.job;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How a job reaches Kafka.
 *
 * @param job name of the job, with which the ids of its transactions begin
 * @param bootstrapServers brokers as {@code host:port,host:port}
 * @param clientConfig file with settings of every client, for example how it authenticates
 * @param delivery what a reader of the job's topics sees after a failure
 * @param transactionTimeout after which a broker aborts a transaction
 * @param restartTime longest time that the job may be away in the midst of a transaction
 */
public record KafkaOptions(
    String job,
    String bootstrapServers,
    Optional<ClientConfigFile> clientConfig,
    Delivery delivery,
    Duration transactionTimeout,
    Duration restartTime) {

  /** What a reader of the job's topics sees after a failure. */
  public enum Delivery {
    /** Records at once, some of them again, under the same id. */
    AT_LEAST_ONCE,
    /** With {@code isolation.level=read_committed}, each record once, after its checkpoint. */
    TRANSACTIONAL
  }

  private static final String SERVER = "([^\\s,:\\[\\]]+|\\[[0-9a-fA-F:.]+\\]):\\d{1,5}";

  private static final Option<String> BOOTSTRAP_SERVERS =
      Option.requiredText(
          "kafka.bootstrap-servers",
          new OptionRule<>(
              "host:port, several separated by commas",
              value -> value.matches("%1$s(,%1$s)*".formatted(SERVER))),
          "Kafka brokers to start from, host:port, several separated by commas.");

  private static final Option<String> CLIENT_CONFIG =
      ClientConfigFile.option(
          "kafka.client-config",
          "Properties file with further settings of every Kafka client of the job: security.protocol, sasl.*, ssl.* and so on.");

  static final Option<Delivery> DELIVERY =
      Option.choice(
          "kafka.delivery",
          Delivery.class,
          Delivery.AT_LEAST_ONCE,
          "at-least-once: records are there at once, after a failure some again under the same id. transactional: readers"
              + " of committed records see each once, only after a checkpoint.");

  static final Option<Duration> TRANSACTION_TIMEOUT =
      Option.duration(
          "kafka.transaction-timeout",
          Duration.ofMinutes(15),
          OptionRule.between(Duration.ofSeconds(1), Duration.ofDays(7)),
          "With transactional: after which a broker aborts a transaction, and what is in it is lost. At least restart time and"
              + " four times checkpoint interval and 10 s together, at most what the brokers allow; checked when the job is"
              + " started.");

  static final Option<Duration> RESTART_TIME =
      Option.duration(
          "kafka.restart-time",
          Duration.ofMinutes(10),
          OptionRule.between(Duration.ofSeconds(1), Duration.ofDays(7)),
          "With transactional: the longest time that the job may be away without losing what waits to be committed.");

  /** All options of this group, for a job's list of known settings. */
  public static final List<Option<?>> ALL =
      List.of(BOOTSTRAP_SERVERS, CLIENT_CONFIG, DELIVERY, TRANSACTION_TIMEOUT, RESTART_TIME);

  private static final Set<String> DECIDED = decided();

  /** Reads this group for the job of the given name. */
  public static KafkaOptions read(String job, OptionReader options) {
    return new KafkaOptions(
        job,
        options.read(BOOTSTRAP_SERVERS),
        clientConfig(options),
        options.read(DELIVERY),
        options.read(TRANSACTION_TIMEOUT),
        options.read(RESTART_TIME));
  }

  /** How the records of a topic come, and how soon they are wanted. */
  public enum Arrival {
    /** Many and urgent: each is answered. Wakes up often, also when nothing comes. */
    STREAM(65_536, 5),
    /** Many and not urgent, as those that fill tables: nobody misses a tenth of a second. */
    BULK(65_536, 100),
    /** Few, each at once: a broker answers when there is one, or after half a second. */
    CHANGES(1, 500);

    private final int fetchMinBytes;
    private final int fetchMaxWaitMs;

    Arrival(int fetchMinBytes, int fetchMaxWaitMs) {
      this.fetchMinBytes = fetchMinBytes;
      this.fetchMaxWaitMs = fetchMaxWaitMs;
    }
  }

  private static Optional<ClientConfigFile> clientConfig(OptionReader options) {
    Optional<ClientConfigFile> file =
        ClientConfigFile.read(options, CLIENT_CONFIG, KafkaOptions::isDecided);
    file.ifPresent(
        present ->
            KafkaSecurity.problem(present)
                .ifPresent(
                    problem ->
                        options.require(
                            false,
                            CLIENT_CONFIG,
                            "a file that a Kafka client takes (%s)".formatted(problem),
                            present.path())));
    return file;
  }

  /**
   * Settings that sources, sinks and this class set, and those that would take a job's offsets,
   * records or transactions away from it. How long a client waits is not among them.
   */
  private static boolean isDecided(String key) {
    return DECIDED.contains(key)
        || key.startsWith("transaction")
        || key.startsWith("millrace.")
        || ClientConfigFile.isIndirection(key);
  }

  private static Set<String> decided() {
    KafkaOptions any =
        new KafkaOptions(
            "", "", Optional.empty(), Delivery.TRANSACTIONAL, Duration.ZERO, Duration.ZERO);
    Set<String> keys =
        new TreeSet<>(
            Set.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                CommonClientConfigs.CLIENT_ID_CONFIG,
                CommonClientConfigs.GROUP_ID_CONFIG,
                CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG,
                KafkaSourceOptions.CLIENT_ID_PREFIX.key(),
                KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(),
                KafkaSourceOptions.REGISTER_KAFKA_CONSUMER_METRICS.key(),
                KafkaSourceOptions.COMMIT_OFFSETS_ON_CHECKPOINT.key(),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG));
    Arrays.stream(Arrival.values())
        .map(any::consumer)
        .map(Properties::stringPropertyNames)
        .forEach(keys::addAll);
    keys.addAll(any.producer().stringPropertyNames());
    return Set.copyOf(keys);
  }

  /** Settings that every client has. */
  Properties client() {
    return clientConfig.map(ClientConfigFile::references).orElseGet(Properties::new);
  }

  /** Settings of a source's consumer. */
  public Properties consumer(Arrival arrival) {
    Properties settings = client();
    // An answer for every single record burns the processor on tiny requests: wait a moment for
    // more.
    settings.setProperty(
        ConsumerConfig.FETCH_MIN_BYTES_CONFIG, Integer.toString(arrival.fetchMinBytes));
    settings.setProperty(
        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, Integer.toString(arrival.fetchMaxWaitMs));
    settings.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "2000");
    // What a transaction took back must have no effect; without transactions it changes nothing.
    settings.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    return settings;
  }

  /** Settings of a sink's producer. */
  public Properties producer() {
    Properties settings = client();
    settings.setProperty(ProducerConfig.ACKS_CONFIG, "all");
    settings.setProperty(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    settings.setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    // 0 burns the processor on tiny requests, the default of 5 is latency.
    settings.setProperty(ProducerConfig.LINGER_MS_CONFIG, "2");
    settings.setProperty(ProducerConfig.BATCH_SIZE_CONFIG, "65536");
    if (delivery == Delivery.TRANSACTIONAL) {
      settings.setProperty(
          ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Long.toString(transactionTimeout.toMillis()));
    }
    return settings;
  }
}
