package dev.millrace.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class RecordSenderTest {
  private static final ProducerRecord<byte[], byte[]> ONE =
      new ProducerRecord<>("payments.transactions", 3, null, new byte[] {1});
  private static final ProducerRecord<byte[], byte[]> OTHER =
      new ProducerRecord<>("payments.transactions", 4, null, new byte[] {2});

  @Test
  void answersForEachRecordInTurn() {
    MockProducer<byte[], byte[]> producer = producer();
    assertThat(new RecordSender(producer).send(List.of(ONE, OTHER)))
        .containsExactly(Optional.empty(), Optional.empty());
    assertThat(producer.history()).containsExactly(ONE, OTHER);
    assertThat(producer.flushed()).isTrue();
  }

  @Test
  void namesTheFailureOfARecord() {
    RecordTooLargeException tooLarge = new RecordTooLargeException("2 MB");
    MockProducer<byte[], byte[]> producer =
        new MockProducer<>(
            Cluster.empty(), false, null, new ByteArraySerializer(), new ByteArraySerializer()) {
          @Override
          public synchronized void flush() {
            completeNext();
            errorNext(tooLarge);
          }
        };

    assertThat(new RecordSender(producer).send(List.of(ONE, OTHER)))
        .containsExactly(Optional.empty(), Optional.of(tooLarge));
  }

  private static MockProducer<byte[], byte[]> producer() {
    return new MockProducer<>(
        Cluster.empty(), true, null, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
