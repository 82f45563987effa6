package dev.millrace.sql;

import static java.util.Objects.requireNonNull;

import org.apache.kafka.clients.producer.ProducerRecord;

/** What is to become of one dead letter. */
sealed interface ReplayStep {
  /** The dead letter. */
  DeadLetter letter();

  /**
   * The record goes back on its topic.
   *
   * @param attempt how often the record will have been put back then, from 1
   * @param record what is sent
   */
  record PutBack(DeadLetter letter, int attempt, ProducerRecord<byte[], byte[]> record)
      implements ReplayStep {
    public PutBack {
      requireNonNull(letter);
      requireNonNull(record);
    }
  }

  /**
   * The dead letter stays as it is.
   *
   * @param detail a sentence for a person
   */
  record Leave(DeadLetter letter, Obstacle obstacle, String detail) implements ReplayStep {
    public Leave {
      requireNonNull(letter);
      requireNonNull(obstacle);
      requireNonNull(detail);
    }
  }
}
