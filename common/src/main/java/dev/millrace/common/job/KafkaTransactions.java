package dev.millrace.common.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
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

  private KafkaTransactions() {}

  /**
   * Asks the brokers, if the job writes in transactions.
   *
   * @throws InvalidOptionsException if the timeout is too short, or more than the brokers allow
   * @throws IllegalStateException if the brokers give no answer
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

  /** The least that any broker allows. */
  private static Duration brokerMaximum(KafkaOptions kafka) {
    Properties settings = kafka.client();
    settings.setProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers());
    settings.setProperty(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    settings.setProperty(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    try (Admin admin = Admin.create(settings)) {
      List<ConfigResource> brokers =
          admin.describeCluster().nodes().get().stream()
              .map(Node::idString)
              .map(id -> new ConfigResource(ConfigResource.Type.BROKER, id))
              .toList();
      return admin.describeConfigs(brokers).all().get().values().stream()
          .map(KafkaTransactions::maximum)
          .min(Duration::compareTo)
          .orElseThrow(() -> new IllegalStateException("the Kafka cluster names no broker"));
    } catch (ExecutionException | KafkaException e) {
      throw new IllegalStateException(
          "cannot ask the brokers at %s for %s: %s"
              .formatted(
                  kafka.bootstrapServers(),
                  BROKER_MAXIMUM,
                  (e.getCause() == null ? e : e.getCause()).getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Duration maximum(Config broker) {
    return Duration.ofMillis(Long.parseLong(broker.get(BROKER_MAXIMUM).value()));
  }
}
