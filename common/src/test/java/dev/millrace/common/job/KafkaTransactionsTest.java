package dev.millrace.common.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
