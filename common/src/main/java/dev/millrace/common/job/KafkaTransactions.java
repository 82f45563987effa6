package dev.millrace.common.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Whether transactions live long enough. One is open from a checkpoint to the next, and is
 * committed after the first that completes from then on, by a job that may have been restarted in
 * between. If the broker has aborted it by then, what was written in it is lost without a word.
 *
 * <p>A job that goes on while its checkpoints fail collects transactions that nobody commits. It
 * has to restart before the oldest of them is too old: from its last checkpoint it makes again what
 * was in them.
 */
public final class KafkaTransactions {
  /** Checkpoints that may fail one after the other before the job restarts. */
  static final int TOLERABLE_FAILURES = 2;

  /** Those that a transaction may see: where it begins, those that fail, and where it is to end. */
  private static final int CHECKPOINTS = TOLERABLE_FAILURES + 2;

  private static final Duration LEAST_CHECKPOINT_TIMEOUT = Duration.ofSeconds(10);
  private static final String BROKER_MAXIMUM = "transaction.max.timeout.ms";
  private static final String PATIENCE_MS = "10000";

  /** No more digits than a long holds. */
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,18}");

  /** The brokers of a cluster. */
  @FunctionalInterface
  interface Brokers {
    /** The settings of each. */
    Map<ConfigResource, Config> ask() throws ExecutionException, InterruptedException;
  }

  private KafkaTransactions() {}

  /**
   * Asks the brokers, if the job writes in transactions.
   *
   * @throws InvalidOptionsException if the timeout is too short, or more than the brokers allow
   * @throws IllegalStateException if the brokers give no answer, or one of them does not say
   */
  public static void check(JobOptions job, KafkaOptions kafka) {
    if (kafka.delivery() == KafkaOptions.Delivery.TRANSACTIONAL) {
      check(job.checkpointInterval(), kafka, brokerMaximum(kafka));
    }
  }

  static void check(Duration checkpointInterval, KafkaOptions kafka, Duration brokerMaximum) {
    List<String> problems = new ArrayList<>();
    Duration timeout = kafka.transactionTimeout();
    if (checkpointTimeout(checkpointInterval, kafka).compareTo(LEAST_CHECKPOINT_TIMEOUT) < 0) {
      problems.add(
          "%s: must be at least %s (%s) and %d times job.checkpoint-interval (%s) and %s together, got '%s'"
              .formatted(
                  KafkaOptions.TRANSACTION_TIMEOUT.key(),
                  KafkaOptions.RESTART_TIME.key(),
                  OptionsTable.text(kafka.restartTime()),
                  CHECKPOINTS,
                  OptionsTable.text(checkpointInterval),
                  OptionsTable.text(LEAST_CHECKPOINT_TIMEOUT),
                  OptionsTable.text(timeout)));
    }
    if (timeout.compareTo(brokerMaximum) > 0) {
      problems.add(
          "%s: must be at most %s of the brokers (%s), got '%s'"
              .formatted(
                  KafkaOptions.TRANSACTION_TIMEOUT.key(),
                  BROKER_MAXIMUM,
                  OptionsTable.text(brokerMaximum),
                  OptionsTable.text(timeout)));
    }
    if (!problems.isEmpty()) {
      throw new InvalidOptionsException(problems);
    }
  }

  /**
   * How long a checkpoint may take. A transaction begins at the barrier of one, which still has to
   * complete; then as many may fail as are tolerated, and one more is on its way when the job dies.
   * All of them leave the time for a restart.
   */
  static Duration checkpointTimeout(Duration checkpointInterval, KafkaOptions kafka) {
    return kafka
        .transactionTimeout()
        .minus(kafka.restartTime())
        .dividedBy(CHECKPOINTS)
        .minus(checkpointInterval);
  }

  private static Duration brokerMaximum(KafkaOptions kafka) {
    Properties settings = kafka.client();
    settings.setProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    settings.setProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    settings.setProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    return brokerMaximum(
        kafka.bootstrapServers(),
        () -> {
          try (Admin admin = Admin.create(settings)) {
            List<ConfigResource> brokers =
                admin.describeCluster().nodes().get().stream()
                    .map(Node::idString)
                    .map(id -> new ConfigResource(ConfigResource.Type.BROKER, id))
                    .toList();
            return admin.describeConfigs(brokers).all().get();
          }
        });
  }

  /**
   * The least that any broker allows.
   *
   * @throws IllegalStateException if they give no answer, or one of them does not say
   */
  static Duration brokerMaximum(String bootstrapServers, Brokers brokers) {
    try {
      return brokers.ask().entrySet().stream()
          .map(broker -> maximum(broker.getKey().name(), broker.getValue()))
          .min(Duration::compareTo)
          .orElseThrow(() -> new IllegalStateException("the Kafka cluster names no broker"));
    } catch (ExecutionException | KafkaException e) {
      throw new IllegalStateException(
          "cannot ask the brokers at %s for %s: %s"
              .formatted(
                  bootstrapServers,
                  BROKER_MAXIMUM,
                  (e.getCause() == null ? e : e.getCause()).getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Not every service that speaks Kafka's protocol lists its settings as Kafka does. */
  private static Duration maximum(String broker, Config config) {
    ConfigEntry entry = config.get(BROKER_MAXIMUM);
    String value = entry == null ? null : entry.value();
    if (value == null || !WHOLE_NUMBER.matcher(value).matches()) {
      throw new IllegalStateException(
          "broker %s does not say %s, got '%s'; without it nobody knows whether %s is too long: use %s=at-least-once, or brokers that say it"
              .formatted(
                  broker,
                  BROKER_MAXIMUM,
                  value == null ? "" : value,
                  KafkaOptions.TRANSACTION_TIMEOUT.key(),
                  KafkaOptions.DELIVERY.key()));
    }
    return Duration.ofMillis(Long.parseLong(value));
  }
}
