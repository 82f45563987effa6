package dev.millrace.simulator.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.console.ToolException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class CheckedProducerTest {
  private static final ProducerRecord<byte[], byte[]> ONE =
      new ProducerRecord<>("payments.transactions", new byte[] {1});
  private static final String NOT_CONFIRMED =
      "Kafka at broker:9 did not confirm 1 records, the first because: 2 MB";

  private final MockProducer<byte[], byte[]> kafka =
      new MockProducer<>(
          Cluster.empty(), false, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final CheckedProducer producer = new CheckedProducer("broker:9", kafka);

  @Test
  void whatIsNotConfirmedIsToldBeforeTheNextRecord() {
    producer.send(ONE);
    producer.send(ONE);
    kafka.completeNext();
    kafka.errorNext(new RecordTooLargeException("2 MB"));

    assertThatThrownBy(() -> producer.send(ONE))
        .isInstanceOf(ToolException.class)
        .hasMessage(NOT_CONFIRMED);
    assertThat(kafka.history()).hasSize(2);
    assertThatThrownBy(producer::finish).hasMessage(NOT_CONFIRMED);
  }

  @Test
  void finishesWhenAllIsConfirmed() {
    producer.send(ONE);
    kafka.completeNext();

    producer.finish();

    assertThat(kafka.flushed()).isTrue();
  }

  @Test
  void saysWhyNoMoreIsTaken() {
    kafka.sendException = new KafkaException("closed");

    assertThatThrownBy(() -> producer.send(ONE))
        .isInstanceOf(ToolException.class)
        .hasMessage("Kafka at broker:9 takes no more records: closed");
  }
}
