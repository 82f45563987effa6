package dev.millrace.sql;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Where replayed records go. */
interface Broker extends AutoCloseable {
  /**
   * What a replay has to know of a topic.
   *
   * @param partitions how many it has
   * @param compacted whether it keeps the last record of each key
   */
  record Topic(int partitions, boolean compacted) {}

  /** The topic of that name; empty if there is none. */
  Optional<Topic> topic(String name);

  /**
   * Sends the records, in this order within each partition, and waits for the answers.
   *
   * @return for each record in turn why it is not known to be stored; empty where it is stored
   */
  List<Optional<Exception>> send(List<ProducerRecord<byte[], byte[]>> records);

  @Override
  void close();
}
