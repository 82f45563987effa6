package dev.millrace.sql;

import static java.util.Objects.requireNonNull;

import dev.millrace.console.ToolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends records and waits until each is answered for. */
final class RecordSender {
  private final Producer<byte[], byte[]> producer;

  RecordSender(Producer<byte[], byte[]> producer) {
    this.producer = requireNonNull(producer);
  }

  /** As {@link Broker#send}. */
  List<Optional<Exception>> send(List<ProducerRecord<byte[], byte[]>> records) {
    List<Future<?>> answers = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> record : records) {
      answers.add(producer.send(record));
    }
    producer.flush();
    return answers.stream().map(RecordSender::failure).toList();
  }

  private static Optional<Exception> failure(Future<?> answer) {
    try {
      answer.get();
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(e.getCause() instanceof Exception cause ? cause : e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolException("interrupted while waiting for Kafka", e);
    }
  }
}
