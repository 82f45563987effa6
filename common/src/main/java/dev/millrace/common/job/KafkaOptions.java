package dev.millrace.common.job;

import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How a job reaches Kafka.
 *
 * @param bootstrapServers brokers as {@code host:port,host:port}
 */
public record KafkaOptions(String bootstrapServers) {

  private static final Option<String> BOOTSTRAP_SERVERS =
      Option.requiredText(
          "kafka.bootstrap-servers",
          new OptionRule<>(
              "host:port, several separated by commas",
              value -> value.matches("[^\\s,:]+:\\d{1,5}(,[^\\s,:]+:\\d{1,5})*")),
          "Kafka brokers to start from, host:port, several separated by commas.");

  /** All options of this group, for a job's list of known settings. */
  public static final List<Option<?>> ALL = List.of(BOOTSTRAP_SERVERS);

  public static KafkaOptions read(OptionReader options) {
    return new KafkaOptions(options.read(BOOTSTRAP_SERVERS));
  }

  /** Settings of a source's consumer. */
  public Properties consumer() {
    Properties settings = new Properties();
    // An answer for every single record burns the processor on tiny requests: wait a moment for
    // more.
    settings.setProperty(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "65536");
    settings.setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "5");
    settings.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "2000");
    settings.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    return settings;
  }

  /** Settings of a sink's producer. */
  public Properties producer() {
    Properties settings = new Properties();
    settings.setProperty(ProducerConfig.ACKS_CONFIG, "all");
    settings.setProperty(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    settings.setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    // 0 burns the processor on tiny requests, the default of 5 is latency.
    settings.setProperty(ProducerConfig.LINGER_MS_CONFIG, "2");
    settings.setProperty(ProducerConfig.BATCH_SIZE_CONFIG, "65536");
    return settings;
  }
}
