package dev.millrace.sql;

import static java.util.Objects.requireNonNull;

import dev.millrace.sql.ReplayStep.Leave;
import dev.millrace.sql.ReplayStep.PutBack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** Decides which dead letters can be replayed, and as what record. Sends nothing. */
final class ReplayPlan {
  private final int maxAttempts;
  private final Function<String, OptionalInt> partitions;
  private final Map<String, OptionalInt> known = new HashMap<>();

  /**
   * @param maxAttempts how often a record may be put back, from 1
   * @param partitions how many partitions a topic has, empty if there is no such topic; asked once
   *     per topic
   */
  ReplayPlan(int maxAttempts, Function<String, OptionalInt> partitions) {
    this.maxAttempts = maxAttempts;
    this.partitions = requireNonNull(partitions);
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
    OptionalInt found = known.computeIfAbsent(letter.sourceTopic(), partitions);
    if (found.isEmpty()) {
      return leave(
          letter, Obstacle.NO_SUCH_TOPIC, "Kafka has no topic %s".formatted(letter.sourceTopic()));
    }
    if (letter.sourcePartition() >= found.getAsInt()) {
      return leave(
          letter,
          Obstacle.NO_SUCH_PARTITION,
          "was in partition %d, but %s has partitions 0 to %d now"
              .formatted(letter.sourcePartition(), letter.sourceTopic(), found.getAsInt() - 1));
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
