package dev.millrace.audit;

import java.util.List;
import java.util.Map;

/**
 * Everything that an audit looks at, at one moment. Lists are in the order of partition and offset.
 *
 * @param payments payments that Avro's own reader can read, refused ones not among them
 * @param unread offsets of any topic that it cannot read and that were not refused, with the reason
 * @param labels fraud labels, refused ones not among them
 * @param decisions decisions on their topic
 * @param deadLetters dead letters on their topic
 * @param digests of the bytes of each refused record, by where the dead letter says it was; absent
 *     if nothing is there
 * @param decisionRows rows of the decisions' table by id
 * @param deadLetterRows rows of the dead letters' table by id
 * @param repeatedRows ids that a table holds more than once
 * @param cut topics of which Kafka has deleted records already, be it the first or superseded ones
 * @param watched attempts to take a row back
 * @param health of the jobs
 * @param copies labels, rules and models
 * @param shop recommendations and what belongs to them
 */
record Evidence(
    List<Payment> payments,
    Map<Place, String> unread,
    List<Label> labels,
    List<Decision> decisions,
    List<DeadLetter> deadLetters,
    Map<Place, Long> digests,
    Map<String, Decision> decisionRows,
    Map<String, DeadLetter> deadLetterRows,
    List<String> repeatedRows,
    Cut cut,
    Watched watched,
    Health health,
    Copies copies,
    Shop shop) {

  /**
   * How the jobs do.
   *
   * @param troubles one sentence for each; none when lag is zero and checkpoints progress
   * @param checked how many partitions and jobs were looked at
   */
  record Health(List<String> troubles, long checked) {}

  /** The same with other attempts to take a row back. */
  Evidence with(Watched other) {
    return with(other, health, copies, shop);
  }

  /** The same with jobs that do otherwise. */
  Evidence with(Health other) {
    return with(watched, other, copies, shop);
  }

  /** The same with other labels, rules and models. */
  Evidence with(Copies other) {
    return with(watched, health, other, shop);
  }

  /** The same with another shop. */
  Evidence with(Shop other) {
    return with(watched, health, copies, other);
  }

  private Evidence with(
      Watched otherWatched, Health otherHealth, Copies otherCopies, Shop otherShop) {
    return new Evidence(
        payments,
        unread,
        labels,
        decisions,
        deadLetters,
        digests,
        decisionRows,
        deadLetterRows,
        repeatedRows,
        cut,
        otherWatched,
        otherHealth,
        otherCopies,
        otherShop);
  }

  /** The job whose decisions are audited. */
  static final String SCORING = "fraud-scoring";

  /** The job whose recommendations are audited. */
  static final String RECOMMENDING = "recommendations";

  /** The job that fills the tables. */
  static final String WRITER = "table-writer";
}
