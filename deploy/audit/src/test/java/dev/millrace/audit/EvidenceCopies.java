package dev.millrace.audit;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Evidence that differs from other evidence in one thing. */
final class EvidenceCopies {
  private EvidenceCopies() {}

  /** Of a topic of which Kafka has deleted records, whenever they were written. */
  static Evidence cut(Evidence evidence, String topic) {
    return cut(evidence, Cut.of(Set.of(topic)));
  }

  static Evidence cut(Evidence evidence, Cut cut) {
    return copy(evidence, evidence.deadLetters(), evidence.deadLetterRows(), cut);
  }

  static Evidence withLetters(Evidence evidence, List<DeadLetter> letters) {
    return withLetters(evidence, letters, evidence.deadLetterRows());
  }

  static Evidence withLetters(
      Evidence evidence, List<DeadLetter> letters, Map<String, DeadLetter> rows) {
    return copy(evidence, letters, rows, evidence.cut());
  }

  private static Evidence copy(
      Evidence evidence, List<DeadLetter> letters, Map<String, DeadLetter> rows, Cut cut) {
    return new Evidence(
        evidence.payments(),
        evidence.unread(),
        evidence.labels(),
        evidence.decisions(),
        letters,
        evidence.digests(),
        evidence.decisionRows(),
        rows,
        evidence.repeatedRows(),
        cut,
        evidence.watched(),
        evidence.health(),
        evidence.copies(),
        evidence.shop());
  }
}
