package dev.millrace.sql;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Where replayed records go. */
interface Broker extends AutoCloseable {
  /** How many partitions a topic has, empty if there is no such topic. */
  OptionalInt partitions(String topic);

  /**
   * Sends the records, in this order within each partition, and waits for the answers.
   *
   * @return for each record in turn why it is not known to be stored; empty where it is stored
   */
  List<Optional<Exception>> send(List<ProducerRecord<byte[], byte[]>> records);

  @Override
  void close();
}
