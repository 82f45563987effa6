package dev.millrace.sql;

import static java.util.Objects.requireNonNull;

import dev.millrace.sql.ReplayStep.Leave;
import dev.millrace.sql.ReplayStep.PutBack;
import java.util.Optional;

/**
 * What became of one dead letter.
 *
 * @param reason why a job refused the record; empty if that is not known here
 * @param attempt how often the record has been put back now, from 1; 0 if this was not found out
 * @param obstacle why it was not replayed; empty if it was, or would be
 * @param text what happened, for a person
 */
record ReplayOutcome(
    String id, String reason, int attempt, Optional<Obstacle> obstacle, String text) {
  ReplayOutcome {
    requireNonNull(id);
    requireNonNull(reason);
    requireNonNull(obstacle);
    requireNonNull(text);
  }

  /** The record is on its topic. */
  static ReplayOutcome putBack(PutBack step) {
    return sent(step, "put back into %s, partition %d".formatted(topic(step), partition(step)));
  }

  /** The record would be sent, were this not a dry run. */
  static ReplayOutcome planned(PutBack step) {
    return sent(
        step, "would be put back into %s, partition %d".formatted(topic(step), partition(step)));
  }

  /** Kafka did not confirm the record. */
  static ReplayOutcome failed(PutBack step, Obstacle obstacle, Exception cause) {
    return new ReplayOutcome(
        step.letter().id(),
        step.letter().reason(),
        step.attempt(),
        Optional.of(obstacle),
        String.valueOf(cause.getMessage()).replaceAll("\\s*\\R\\s*", " "));
  }

  /** The dead letter stays as it is. */
  static ReplayOutcome left(Leave step) {
    return new ReplayOutcome(
        step.letter().id(), step.letter().reason(), 0, Optional.of(step.obstacle()), step.detail());
  }

  /** The row cannot be read: it is not there, or locked. */
  static ReplayOutcome unread(String id, Obstacle obstacle) {
    return new ReplayOutcome(id, "", 0, Optional.of(obstacle), obstacle.meaning());
  }

  private static ReplayOutcome sent(PutBack step, String text) {
    return new ReplayOutcome(
        step.letter().id(), step.letter().reason(), step.attempt(), Optional.empty(), text);
  }

  private static String topic(PutBack step) {
    return step.record().topic();
  }

  private static int partition(PutBack step) {
    return step.record().partition();
  }
}
