package dev.millrace.common.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class KafkaTransactionsTest {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration RESTART = Duration.ofSeconds(50);

  @Test
  void aTransactionOutlivesACheckpointAndARestart() {
    assertThatThrownBy(() -> check(Duration.ofSeconds(60), Duration.ofSeconds(90)))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessage(
            "Invalid options:\n  kafka.transaction-timeout: must be longer than job.checkpoint-interval (10 s) and"
                + " kafka.restart-time (50 s) together, got '60 s'");
    assertThatCode(() -> check(Duration.ofSeconds(61), Duration.ofSeconds(90)))
        .doesNotThrowAnyException();
  }

  @Test
  void noMoreThanTheBrokersAllow() {
    assertThatThrownBy(() -> check(Duration.ofSeconds(91), Duration.ofSeconds(90)))
        .isInstanceOf(InvalidOptionsException.class)
        .hasMessage(
            "Invalid options:\n  kafka.transaction-timeout: must be at most transaction.max.timeout.ms of the brokers"
                + " (90 s), got '91 s'");
    assertThatCode(() -> check(Duration.ofSeconds(90), Duration.ofSeconds(90)))
        .doesNotThrowAnyException();
  }

  /** Nobody is asked: there is no such broker. */
  @Test
  void withoutTransactionsNothingIsAsked() {
    KafkaOptions kafka =
        new KafkaOptions(
            "a-job", "nowhere.invalid:9", KafkaOptions.Delivery.AT_LEAST_ONCE, RESTART, RESTART);
    JobOptions job =
        new JobOptions("a-job", 1, 1, INTERVAL, JobOptions.StateBackend.HEAP, INTERVAL);
    assertThatCode(() -> KafkaTransactions.check(job, kafka)).doesNotThrowAnyException();
  }

  private static void check(Duration timeout, Duration brokerMaximum) {
    KafkaTransactions.check(
        INTERVAL,
        new KafkaOptions(
            "a-job", "nowhere.invalid:9", KafkaOptions.Delivery.TRANSACTIONAL, timeout, RESTART),
        brokerMaximum);
  }
}
