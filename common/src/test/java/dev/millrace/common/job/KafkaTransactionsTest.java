package dev.millrace.common.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaTransactionsTest {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration RESTART = Duration.ofSeconds(50);

  @Test
  void aTransactionOutlivesCheckpointsThatFailAndARestart() {
    assertThatThrownBy(() -> check(Duration.ofSeconds(129), Duration.ofSeconds(200)))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessage(
            "Invalid options:\n  kafka.transaction-timeout: must be at least kafka.restart-time (50 s) and 4 times"
                + " job.checkpoint-interval (10 s) and 10 s together, got '129 s'");
    assertThatCode(() -> check(Duration.ofSeconds(130), Duration.ofSeconds(200)))
        .doesNotThrowAnyException();
  }

  @Test
  void aCheckpointMayTakeWhatTheTransactionLeavesIt() {
    assertThat(KafkaTransactions.checkpointTimeout(INTERVAL, options(Duration.ofSeconds(210))))
        .isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void noMoreThanTheBrokersAllow() {
    assertThatThrownBy(() -> check(Duration.ofSeconds(181), Duration.ofMinutes(3)))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessage(
            "Invalid options:\n  kafka.transaction-timeout: must be at most transaction.max.timeout.ms of the brokers"
                + " (180 s), got '181 s'");
    assertThatCode(() -> check(Duration.ofMinutes(3), Duration.ofMinutes(3)))
        .doesNotThrowAnyException();
  }

  /** Nobody is asked: there is no such broker. */
  @Test
  void withoutTransactionsNothingIsAsked() {
    KafkaOptions kafka =
        new KafkaOptions(
            "a-job",
            "nowhere.invalid:9",
            Optional.empty(),
            KafkaOptions.Delivery.AT_LEAST_ONCE,
            RESTART,
            RESTART);
    JobOptions job =
        new JobOptions("a-job", 1, 1, INTERVAL, JobOptions.StateBackend.HEAP, INTERVAL);
    assertThatCode(() -> KafkaTransactions.check(job, kafka)).doesNotThrowAnyException();
  }

  @Test
  void theBrokerThatAllowsLeastCounts() {
    assertThat(
            brokerMaximum(
                Map.of(
                    broker(1), settings("900000"),
                    broker(2), settings("60000"),
                    broker(3), settings("3600000"))))
        .isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aBrokerThatDoesNotListTheSettingIsNamed() {
    assertThatThrownBy(
            () ->
                brokerMaximum(
                    Map.of(
                        broker(1),
                        settings("900000"),
                        broker(2),
                        new Config(List.of(new ConfigEntry("log.dirs", "/x"))))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "broker 2 does not say transaction.max.timeout.ms, got ''; without it nobody knows whether"
                + " kafka.transaction-timeout is too long: use kafka.delivery=at-least-once, or brokers that say it");
  }

  @Test
  void soIsOneThatListsItWithoutAValue() {
    assertThatThrownBy(() -> brokerMaximum(Map.of(broker(7), settings(null))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("broker 7 does not say transaction.max.timeout.ms, got '';");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "15 min", "-1", "99999999999999999999"})
  void soIsOneWhoseValueIsNoNumber(String value) {
    assertThatThrownBy(() -> brokerMaximum(Map.of(broker(7), settings(value))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "broker 7 does not say transaction.max.timeout.ms, got '%s';".formatted(value));
  }

  @Test
  void aRefusedAuthorizationIsTheBrokersOwnWords() {
    assertThatThrownBy(
            () ->
                KafkaTransactions.brokerMaximum(
                    "kafka:9092",
                    () -> {
                      throw new ExecutionException(
                          new ClusterAuthorizationException("Cluster authorization failed."));
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "cannot ask the brokers at kafka:9092 for transaction.max.timeout.ms: Cluster authorization failed.");
  }

  @Test
  void aClusterWithoutBrokersIsAnError() {
    assertThatThrownBy(() -> brokerMaximum(Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the Kafka cluster names no broker");
  }

  private static Duration brokerMaximum(Map<ConfigResource, Config> brokers) {
    return KafkaTransactions.brokerMaximum("kafka:9092", () -> brokers);
  }

  private static ConfigResource broker(int id) {
    return new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(id));
  }

  private static Config settings(String maximum) {
    return new Config(List.of(new ConfigEntry("transaction.max.timeout.ms", maximum)));
  }

  private static void check(Duration timeout, Duration brokerMaximum) {
    KafkaTransactions.check(INTERVAL, options(timeout), brokerMaximum);
  }

  private static KafkaOptions options(Duration timeout) {
    return new KafkaOptions(
        "a-job",
        "nowhere.invalid:9",
        Optional.empty(),
        KafkaOptions.Delivery.TRANSACTIONAL,
        timeout,
        RESTART);
  }
}
