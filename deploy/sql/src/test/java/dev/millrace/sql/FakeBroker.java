package dev.millrace.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Keeps what it is sent. May be used by several threads. */
final class FakeBroker implements Broker {
  private final Map<String, Topic> topics =
      Map.of(
          "payments.transactions", new Topic(8, false), "payments.fraud-rules", new Topic(1, true));
  private final List<ProducerRecord<byte[], byte[]>> sent =
      Collections.synchronizedList(new ArrayList<>());
  private Answers answers = record -> Optional.empty();
  private Runnable beforeSend = () -> {};

  /** What the broker says to a record; empty if it stores it. */
  interface Answers {
    Optional<Exception> to(ProducerRecord<byte[], byte[]> record);
  }

  FakeBroker answering(Answers how) {
    answers = how;
    return this;
  }

  FakeBroker beforeSend(Runnable what) {
    beforeSend = what;
    return this;
  }

  /** The records that were stored. */
  List<ProducerRecord<byte[], byte[]>> sent() {
    return List.copyOf(sent);
  }

  @Override
  public Optional<Topic> topic(String name) {
    return Optional.ofNullable(topics.get(name));
  }

  @Override
  public List<Optional<Exception>> send(List<ProducerRecord<byte[], byte[]>> records) {
    beforeSend.run();
    List<Optional<Exception>> failures = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> record : records) {
      Optional<Exception> failure = answers.to(record);
      if (failure.isEmpty()) {
        sent.add(record);
      }
      failures.add(failure);
    }
    return failures;
  }

  @Override
  public void close() {}
}
