package dev.millrace.sql;

import static java.util.Objects.requireNonNull;

import dev.millrace.sql.ReplayStep.Leave;
import dev.millrace.sql.ReplayStep.PutBack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** Decides which dead letters can be replayed, and as what record. Sends nothing. */
final class ReplayPlan {
  private final int maxAttempts;
  private final Function<String, Optional<Broker.Topic>> topics;
  private final Map<String, Optional<Broker.Topic>> known = new HashMap<>();

  /**
   * @param maxAttempts how often a record may be put back, from 1
   * @param topics what there is to know of a topic, empty if there is none; asked once per topic
   */
  ReplayPlan(int maxAttempts, Function<String, Optional<Broker.Topic>> topics) {
    this.maxAttempts = maxAttempts;
    this.topics = requireNonNull(topics);
  }

  /** What is to become of this dead letter. */
  ReplayStep of(DeadLetter letter) {
    if (letter.replayedAt() != null) {
      return leave(
          letter, Obstacle.ALREADY_REPLAYED, "was replayed at %s".formatted(letter.replayedAt()));
    }
    if (!letter.intact()) {
      return leave(
          letter,
          Obstacle.NOT_INTACT,
          "was cut or masked; the original is in %s, while Kafka keeps it"
              .formatted(letter.source()));
    }
    Optional<Broker.Topic> found = known.computeIfAbsent(letter.sourceTopic(), topics);
    if (found.isEmpty()) {
      return leave(
          letter, Obstacle.NO_SUCH_TOPIC, "Kafka has no topic %s".formatted(letter.sourceTopic()));
    }
    Broker.Topic topic = found.get();
    if (topic.compacted()) {
      return leave(
          letter,
          Obstacle.COMPACTED_TOPIC,
          "%s keeps the last record of each key, and this one may be older than that"
              .formatted(letter.sourceTopic()));
    }
    if (letter.sourcePartition() >= topic.partitions()) {
      return leave(
          letter,
          Obstacle.NO_SUCH_PARTITION,
          "was in partition %d, but %s has partitions 0 to %d now"
              .formatted(letter.sourcePartition(), letter.sourceTopic(), topic.partitions() - 1));
    }
    try {
      return attempt(letter, letter.headers());
    } catch (IllegalArgumentException e) {
      return leave(letter, Obstacle.UNREADABLE_HEADERS, e.getMessage());
    }
  }

  private ReplayStep attempt(DeadLetter letter, List<Header> headers) {
    int before = ReplayHeaders.attemptOf(headers);
    if (before >= maxAttempts) {
      return leave(
          letter,
          Obstacle.TOO_MANY_ATTEMPTS,
          "was replayed %d times before and refused each time, --max-attempts is %d"
              .formatted(before, maxAttempts));
    }
    return new PutBack(letter, before + 1, record(letter, headers, before + 1));
  }

  private static ProducerRecord<byte[], byte[]> record(
      DeadLetter letter, List<Header> headers, int attempt) {
    return new ProducerRecord<>(
        letter.sourceTopic(),
        // The partition it had, and not the one that today's partitioner would choose: records of
        // a key keep their order only within a partition.
        letter.sourcePartition(),
        // The producer's clock: a record with its old time could be past the topic's retention,
        // and Kafka would delete it, unread, with its segment. The event time is in the value.
        null,
        letter.keyBytes(),
        letter.valueBytes(),
        ReplayHeaders.added(headers, attempt, letter.id()));
  }

  private static ReplayStep leave(DeadLetter letter, Obstacle obstacle, String detail) {
    return new Leave(letter, obstacle, detail);
  }
}
