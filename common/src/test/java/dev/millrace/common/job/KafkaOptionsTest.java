package dev.millrace.common.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.common.job.KafkaOptions.Arrival;
import dev.millrace.common.job.KafkaOptions.Delivery;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.assertj.core.api.MapAssert;
import org.junit.jupiter.api.Test;

class KafkaOptionsTest {
  private static final KafkaOptions OPTIONS =
      new KafkaOptions(
          "job",
          "broker:9092",
          Optional.empty(),
          Delivery.AT_LEAST_ONCE,
          Duration.ofMinutes(15),
          Duration.ofMinutes(10));

  @Test
  void aTopicWithFewRecordsIsAskedSeldomAndAnswersAtOnce() {
    assertThatConsumer(Arrival.CHANGES)
        .containsEntry(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "1")
        .containsEntry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "500");
  }

  @Test
  void aTopicWithManyRecordsWaitsForMoreOfThem() {
    assertThatConsumer(Arrival.STREAM)
        .containsEntry(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "65536")
        .containsEntry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "5");
    assertThatConsumer(Arrival.BULK)
        .containsEntry(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, "65536")
        .containsEntry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, "100");
  }

  private static MapAssert<Object, Object> assertThatConsumer(Arrival arrival) {
    return assertThat(OPTIONS.consumer(arrival));
  }
}
